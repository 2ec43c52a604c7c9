import { noChange } from 'lit';
import { Directive, directive, PartType, type AttributePart, type PartInfo } from 'lit/directive.js';

type Styles = Readonly<Record<string, string | undefined>>;

class StyleOf extends Directive {
  private before: readonly string[] = [];

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ATTRIBUTE || part.name !== 'style') throw new Error('styleOf belongs in a style attribute.');
  }

  override update(part: AttributePart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element;
    for (const name of this.before) if (styles[name] === undefined) style.removeProperty(name);
    for (const [name, value] of Object.entries(styles)) if (value !== undefined) style.setProperty(name, value);
    this.before = Object.keys(styles);
    return this.render(styles);
  }

  render(_: Styles): typeof noChange {
    return noChange;
  }
}

/**
 * `style=${styleOf({ left: '10%', '--mp-aspect': '4 / 3' })}` with CSS names. Lit's own styleMap writes the attribute at its first drawing,
 * which `style-src 'self'` refuses; this one only ever uses CSSOM, which it allows (CSP Level 3 §8.3).
 */
export const styleOf = directive(StyleOf);
