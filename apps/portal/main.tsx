import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { SessionProvider } from '#platform/web/session/session.tsx';
import { WebProvider } from '#platform/web/theme/web-provider.tsx';
import { Portal } from './portal.tsx';
import './portal.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');

createRoot(root).render(
  <StrictMode>
    <BrowserRouter basename="/portal">
      <WebProvider density="hand">
        <SessionProvider>
          <Portal />
        </SessionProvider>
      </WebProvider>
    </BrowserRouter>
  </StrictMode>,
);
