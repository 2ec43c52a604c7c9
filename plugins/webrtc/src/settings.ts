import { secret } from '@matpho/core/sdk';
import { z } from 'zod';

const host = z.string().max(253).regex(/^[A-Za-z0-9._:[\]-]+$/);
const port = z.int().min(1_024).max(65_535);
export const settings = z.object({
  firstPort: port.optional().meta({ title: 'Cổng UDP đầu tiên / First UDP port', description: 'Để trống: máy tự chọn. Mỗi người xem dùng một cổng. / Empty: chosen by the machine. Each viewer takes one port.' }),
  lastPort: port.optional().meta({ title: 'Cổng UDP cuối cùng / Last UDP port', description: 'Bằng cổng đầu tiên: mọi người xem chung một cổng. / The same as the first: all viewers share one port.' }),
  address: host.optional().meta({ title: 'Chỉ dùng địa chỉ này của máy / Use only this address of the machine', description: 'Để trống: mọi địa chỉ của máy. / Empty: every address of the machine.' }),
  stun: host.optional().meta({ title: 'Máy chủ STUN / STUN server', description: 'Ví dụ stun.example.vn:3478. Chỉ cần khi xem từ ngoài nhà. / For example stun.example.vn:3478. Needed only for viewing from elsewhere.' }),
  turn: host.optional().meta({ title: 'Máy chủ TURN / TURN server', description: 'Ví dụ turn.example.vn:3478. Hình vẫn được mã hoá từ hub tới người xem. / For example turn.example.vn:3478. Video stays encrypted from the hub to the viewer.' }),
  turnUser: z.string().min(1).max(200).optional().meta({ title: 'Tên đăng nhập TURN / TURN user name' }),
  turnPassword: secret(z.string().min(1).max(200).optional().meta({ title: 'Mật khẩu TURN / TURN password' })),
});
export type Settings = z.output<typeof settings>;

interface Server {
  readonly hostname: string;
  readonly port: number;
}
/** `host`, `host:port`, `[::1]:port`; 3478 where no port is named (RFC 8489 §8.1). */
export function serverOf(text: string): Server {
  const [, bracketed, plain, given] = /^(?:\[([^\]]+)\]|([^:]+)|.+?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  return { hostname: bracketed ?? plain ?? text, port: given === undefined ? 3_478 : Number(given) };
}
