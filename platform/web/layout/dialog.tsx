import { Modal, type ModalProps } from 'antd';
import { useFocusReturn } from './use-focus-return.ts';

/** Mounted only while it asks: antd gives the focus back when `open` turns false, not when a dialog is taken away. */
export function Dialog(props: Omit<ModalProps, 'open'>) {
  useFocusReturn();
  return <Modal open {...props} />;
}
