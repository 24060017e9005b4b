import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { SessionProvider } from '#platform/web/session/session.tsx';
import { WebProvider } from '#platform/web/theme/web-provider.tsx';
import { keepWorkbench } from './offline/keep-workbench.ts';
import { Workbench } from './workbench.tsx';
import './workbench.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');

createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <WebProvider density="desk">
        <SessionProvider opensOffline>
          <Workbench />
        </SessionProvider>
      </WebProvider>
    </BrowserRouter>
  </StrictMode>,
);
void keepWorkbench();
