import { readProblem } from '../hub/hub-problem.ts';

/** Fetches a document and saves it, so that a refusal is told on the page instead of becoming the file. Throws `HubProblem`. */
export async function saveDocument(url: string, name: string, language: string): Promise<void> {
  const response = await fetch(url, { credentials: 'same-origin', cache: 'no-store', headers: { 'accept-language': language } });
  if (!response.ok) throw readProblem(response.status, await response.json().catch(() => undefined));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
