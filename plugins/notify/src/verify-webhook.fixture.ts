import { createHmac, timingSafeEqual } from 'node:crypto';

/** The verifier of the README, written from the README alone. */
export function verify(secret: string, header: string, body: string, now: number): boolean {
  const { t, v1 } = Object.fromEntries(header.split(',').map((part) => part.split('=', 2))) as { t?: string; v1?: string };
  if (t === undefined || v1 === undefined || Math.abs(now - Number(t)) > 5 * 60_000) return false;
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest();
  const given = Buffer.from(v1, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
