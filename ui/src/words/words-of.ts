type Texts = Readonly<Record<string, string>>;
/** English needs a `_one` wherever Vietnamese, which has no plural forms, has only `_other`. */
export type English<V extends Texts> = { readonly [K in keyof V]: string } & { readonly [K in keyof V as K extends `${infer B}_other` ? `${B}_one` : never]: string };

/**
 * One screen family's texts. Vietnamese is written first and gives the keys and the `{{names}}`; a missing or extra English key is a compile error.
 * Plurals: `days_other` in Vietnamese; `days_one` and `days_other` in English; used as `t('time.days', { count })`.
 */
export function wordsOf<const V extends Texts>(family: { readonly vi: V; readonly en: English<V> }): { readonly vi: V; readonly en: English<V> } {
  return family;
}

type Families = Readonly<Record<string, { readonly vi: Texts; readonly en: Texts }>>;
type Base<K> = K extends `${infer B}_other` ? B : K;
/** `home.nobody` and so on. */
export type KeyOf<C extends Families> = { [F in keyof C & string]: `${F}.${Base<keyof C[F]['vi'] & string>}` }[keyof C & string];
type TextOf<C extends Families, K> = K extends `${infer F}.${infer N}` ? (F extends keyof C ? (N extends keyof C[F]['vi'] ? C[F]['vi'][N] : C[F]['vi'][`${N}_other`]) : never) : never;
type Names<S> = S extends `${string}{{${infer P}}}${infer R}` ? P | Names<R> : never;
type Filled<C extends Families, K> = Names<TextOf<C, K>>;
/** The arguments after the key: none, or a value for every `{{name}}` in the Vietnamese text. */
export type Fill<C extends Families, K> = [Filled<C, K>] extends [never] ? [] : [values: { readonly [P in Filled<C, K> & string]: P extends 'count' ? number : string | number }];
/** Keys of texts that need no values: titles, labels. */
export type PlainKeyOf<C extends Families> = { [K in KeyOf<C>]: [Filled<C, K>] extends [never] ? K : never }[KeyOf<C>];
