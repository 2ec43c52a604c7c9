import { HubError, type Text } from '@matpho/core/sdk';
import { codeOf } from './code-of.ts';

export interface MailFailure {
  readonly error: HubError;
  /** Set when the server, not this one mail, is the trouble. */
  readonly server?: Text;
}
type Row = readonly [what: string, server?: Text];

const unreachable: Text = { vi: 'Máy chủ thư không trả lời.', en: 'The mail server does not answer.' };
const wrongLogin: Text = { vi: 'Máy chủ thư không nhận tên hoặc mật khẩu.', en: 'The mail server does not accept the user name or the password.' };
const notSafe: Text = { vi: 'Không mở được kết nối mã hoá tới máy chủ thư, hoặc chứng chỉ của nó không đáng tin.', en: 'No encrypted connection to the mail server, or its certificate is not trusted.' };
const notPlain: Text = { vi: 'Không mã hoá thì chỉ gửi được qua máy chủ thư trên máy này hoặc trong mạng nhà.', en: 'Without encryption, mail goes only through a server on this machine or on the home network.' };
const rows: Readonly<Record<string, Row>> = {
  EAUTH: ['The mail server does not accept the user name or the password', wrongLogin],
  ENOAUTH: ['The mail server wants a user name and a password', wrongLogin],
  ETLS: ['No encrypted connection to the mail server', notSafe],
  EPLAIN: ['Mail without encryption goes only to a server on this machine or on the home network', notPlain],
  EDNS: ['The name of the mail server does not resolve', unreachable],
  ESOCKET: ['The connection to the mail server failed', unreachable],
  ECONNECTION: ['The mail server closed the connection', unreachable],
  ETIMEDOUT: ['The mail server did not answer in time', unreachable],
  EPROTOCOL: ['The mail server does not speak SMTP', unreachable],
  EENVELOPE: ['The mail server refused the sender or the recipient'],
  EMESSAGE: ['The mail server refused the mail'],
  EABORT: ['The mail was given up before the mail server took it'],
};
const untrusted: Row = ['The certificate of the mail server is not trusted', notSafe];
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;

/** Codes and numbers only: what a server says may repeat the name, the password or the address it was given. */
export function mailFailure(thrown: unknown): MailFailure {
  const responseCode = thrown instanceof Error && 'responseCode' in thrown ? thrown.responseCode : undefined;
  const codes = [codeOf(thrown), thrown instanceof Error ? codeOf(thrown.cause) : undefined].filter((each) => each !== undefined);
  const [what, server] = codes.some((each) => certificate.test(each)) || isCertificateTrouble(thrown)
    ? untrusted
    : rows[codes[0] ?? ''] ?? ['The mail could not be sent'];
  const facts = [...codes, ...(typeof responseCode === 'number' ? [responseCode] : [])].join(' ');
  const error = new HubError('notice-failed', facts === '' ? `${what}.` : `${what} (${facts}).`);
  return server === undefined ? { error } : { error, server };
}

/** Nodemailer puts its own code over that of Node's TLS. */
function isCertificateTrouble(thrown: unknown): boolean {
  return thrown instanceof Error && /certificate|altnames/i.test(thrown.message) && !('responseCode' in thrown && thrown.responseCode !== undefined);
}
