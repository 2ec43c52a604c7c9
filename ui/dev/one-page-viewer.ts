import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

const target = ['es2022', 'safari16.4', 'chrome110', 'firefox115'];
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Writes `viewer.html` beside the pages: one file with its script, style and fonts inside, that may ask nobody for anything. It lies in every evidence bag and is opened from disk. */
export function onePageViewer(root: string): Plugin {
  return {
    name: 'one-page-viewer',
    apply: 'build',
    async writeBundle({ dir }) {
      const made = await build({
        root, configFile: false, logLevel: 'warn',
        // The page brings two weights of its own.
        plugins: [{ name: 'theme-without-fonts', enforce: 'pre', transform: (code, id) => (id.endsWith('/app/theme.css') ? code.replace('@import \'./fonts.css\';', '') : undefined) }],
        build: { write: false, target, assetsInlineLimit: () => true, cssCodeSplit: false, modulePreload: { polyfill: false }, reportCompressedSize: false, chunkSizeWarningLimit: 2_000, copyPublicDir: false, rolldownOptions: { input: join(root, 'src/bag-viewer/main.ts'), output: { codeSplitting: false } } },
      }) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[];
      const output = (Array.isArray(made) ? made : [made]).flatMap((each) => each.output);
      const scripts = output.filter((each) => each.type === 'chunk');
      const styles = output.filter((each) => each.type === 'asset' && each.fileName.endsWith('.css'));
      if (scripts.length !== 1 || styles.length !== 1 || output.length !== 2) throw new Error(`The viewer is to be one script and one style; it is ${output.map(({ fileName }) => fileName).join(', ')}.`);
      await writeFile(join(dir ?? join(root, 'dist'), 'viewer.html'), pageOf((scripts[0] as Rolldown.OutputChunk).code, String((styles[0] as Rolldown.OutputAsset).source)));
    },
  };
}

function pageOf(code: string, style: string): string {
  // A closing tag inside a text would end the script early.
  const script = code.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data: blob:; media-src blob:; font-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Kiểm tra gói chứng cứ · Mắt Phố</title>
<style>${style}</style>
</head>
<body>
<mp-bag-viewer></mp-bag-viewer>
<noscript>Trang này cần JavaScript. Không có nó, xem VERIFY.txt. · This page needs JavaScript. Without it, see VERIFY.txt.</noscript>
<script type="module">${script}</script>
</body>
</html>
`;
}
