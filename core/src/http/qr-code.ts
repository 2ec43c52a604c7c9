import { toString as draw } from 'qrcode';

/** A QR drawing as SVG, without inline style, so the strict content policy shows it. */
export function qrCode(text: string): Promise<string> {
  return draw(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
}
