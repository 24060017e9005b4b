/** One window beside the desk, used again for each study; a second one for what it is compared with. */
export function openViewer(path: string, window_ = 'yigong-viewer'): void {
  window.open(path, window_, 'popup,width=1200,height=900');
}
