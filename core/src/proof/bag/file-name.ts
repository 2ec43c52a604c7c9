export type NameFault = 'absolute' | 'climbs' | 'backslash' | 'drive' | 'not-ascii' | 'control' | 'reserved' | 'empty-part' | 'long';

/** Names that Windows takes for devices, whatever follows the dot. */
const devices = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i;

/**
 * Why a name may not stand in a bag, or undefined. A bag travels between systems, so what any of them would read otherwise is refused:
 * a way out of the folder, a drive, a device, a byte that one shows and another does not.
 */
export function nameFault(path: string): NameFault | undefined {
  if (path.includes('\\')) return 'backslash';
  if (path.startsWith('/')) return 'absolute';
  if (/^[A-Za-z]:/.test(path)) return 'drive';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'control';
  // oxlint-disable-next-line no-control-regex -- everything outside of ASCII
  if (/[^\u0000-\u007f]/.test(path)) return 'not-ascii';
  const parts = path.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return 'climbs';
  if (parts.some((part) => part === '' || part === '.')) return 'empty-part';
  // Windows drops a dot or a space at the end, and takes a colon for a stream inside a file.
  if (parts.some((part) => devices.test(part) || /[.: ]$|[<>:"|?*]/.test(part))) return 'reserved';
  return path.length > 240 ? 'long' : undefined;
}

/** Two names with the same key are one file to some system. */
export const nameKey = (path: string): string => path.normalize('NFC').toLowerCase();

/** What a computer puts into folders by itself. */
export const isLitter = (path: string): boolean => /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/.test(path) || path.startsWith('__MACOSX/');
