import { id as idOf } from '../domain/ids.ts';
import type { CameraId, CertId, Id, MaskId, PersonId, UnitId } from '../domain/ids.ts';
import { Misread, quoted } from './scribe.ts';
import type { Phrase } from './scribe.ts';

/** What people call the things a grant names. What has no name is called by its code. */
export interface Names {
  readonly units: ReadonlyMap<UnitId, string>;
  readonly people: ReadonlyMap<PersonId, string>;
  readonly cameras: ReadonlyMap<CameraId, string>;
  readonly masks: ReadonlyMap<MaskId, string>;
  readonly certs: ReadonlyMap<CertId, string>;
}

/** `“Cổng”`; `“Cổng” (mã “c7”)` where two are called so; `mã “c7”` where none is. */
export function labelled<I extends Id<string>>(names: ReadonlyMap<I, string>, code: string): Phrase<I> {
  const bearers = (name: string): readonly I[] => [...names].flatMap(([id, each]) => (each === name ? [id] : []));
  return {
    write: (id) => {
      const name = names.get(id);
      if (name === undefined) return code + quoted.write(id);
      return bearers(name).length === 1 ? quoted.write(name) : `${quoted.write(name)} (${code}${quoted.write(id)})`;
    },
    read: (text) => {
      if (text.take(code)) return idOf<I>(quoted.read(text));
      const name = quoted.read(text);
      const named = bearers(name);
      if (!text.take(` (${code}`)) {
        if (named.length !== 1) throw new Misread('Nothing, or more than one thing, has this name.');
        return named[0]!;
      }
      const id = idOf<I>(quoted.read(text));
      text.expect(')');
      if (!named.includes(id)) throw new Misread('The name and the code do not belong together.');
      return id;
    },
  };
}
