import { useEffect, useState } from 'react';

/** A QR code drawn in the browser, so that its content never travels as an image; the library loads on first use. */
export function QrCode({ content, label, size = 200 }: { content: string; label: string; size?: number }) {
  const image = useQrImage(content, size);
  return image === undefined ? <span style={{ width: size, height: size }} /> : <img src={image} width={size} height={size} alt={label} />;
}

function useQrImage(content: string, size: number): string | undefined {
  const [image, setImage] = useState<string>();
  useEffect(() => {
    let wanted = true;
    void import('qrcode')
      .then(({ default: qrcode }) => qrcode.toDataURL(content, { errorCorrectionLevel: 'M', margin: 2, width: size * 2 }))
      .then((url) => wanted && setImage(url));
    return () => {
      wanted = false;
    };
  }, [content, size]);
  return image;
}
