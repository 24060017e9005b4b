/** One window for a second screen, used again for each study. */
export function openViewer(path: string): void {
  window.open(path, 'yigong-viewer', 'popup,width=1200,height=900');
}
