import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A time-stamp authority made of nothing but openssl. */
export interface TimeAuthority extends AsyncDisposable {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly caFile: string;
  /** What it does to each answer before it is sent. */
  spoil: ((answer: Buffer, request: Buffer) => Buffer | number) | undefined;
}

export async function timeAuthority(): Promise<TimeAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'matpho-tsa-'));
  const run = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'ca.cnf'), '[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nCN=Test TSA root\n[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n');
  writeFileSync(join(folder, 'tsa.ext'), 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n');
  writeFileSync(join(folder, 'tsa.cnf'), `[tsa]\ndefault_tsa=t\n[t]\nserial=${join(folder, 'serial')}\nsigner_cert=${join(folder, 'tsa.crt')}\nsigner_key=${join(folder, 'tsa.key')}\ncerts=${join(folder, 'ca.crt')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n`);
  writeFileSync(join(folder, 'serial'), '01\n');
  run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '3', '-config', 'ca.cnf');
  run('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA');
  run('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', '2', '-days', '3', '-extfile', 'tsa.ext', '-out', 'tsa.crt');
  const authority: { spoil: TimeAuthority['spoil'] } = { spoil: undefined };
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = Buffer.concat(parts);
      writeFileSync(join(folder, 'q.tsq'), asked);
      run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr');
      const answer = readFileSync(join(folder, 'r.tsr'));
      const sent = authority.spoil ? authority.spoil(answer, asked) : answer;
      if (typeof sent === 'number') reply.writeHead(sent).end();
      else reply.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(authority, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ca: readFileSync(join(folder, 'ca.crt'), 'utf8'), caFile: join(folder, 'ca.crt'),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
