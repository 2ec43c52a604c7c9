import type { Random } from './random.ts';

interface Node {
  type: string;
  content: Buffer;
  children: Node[] | undefined;
}
const containers = new Set(['moof', 'traf', 'moov', 'trak', 'mdia', 'minf', 'stbl', 'mvex']);
const edges = [0, 1, 8, 0x7fffffff, 0x80000000, 0xffffffff, 0x701, 0xf01, 0x20000, 0x1000000];

/** Changes boxes as boxes: the ones around keep whole, so that what is inside is read at all. */
export function mutateBoxes(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  const top = parse(bytes);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const all = flat(top);
    const node = random.pick(all);
    if (!node) break;
    const at = random.below(Math.ceil((node.content.length + 1) / 4)) * 4;
    const word = (size: number, value: number): void => {
      if (at + size <= node.content.length) node.content = Buffer.concat([node.content.subarray(0, at), Buffer.alloc(size, value), node.content.subarray(at + size)]);
    };
    switch (random.below(7)) {
      case 0: node.content = node.content.subarray(0, at); break;
      case 1: word(random.chance(1, 2) ? 8 : 4, 255); break;
      case 2: {
        const edge = Buffer.alloc(4);
        edge.writeUInt32BE(random.pick(edges) ?? 0);
        if (at + 4 <= node.content.length) node.content = Buffer.concat([node.content.subarray(0, at), edge, node.content.subarray(at + 4)]);
        break;
      }
      case 3: {
        const list = random.pick([top, ...all.flatMap(({ children }) => (children ? [children] : []))]) ?? top;
        list.splice(random.below(list.length + 1), 0, copy(random.chance(1, 3) ? random.pick(flat(parse(random.pick(others) ?? bytes))) ?? node : node));
        break;
      }
      case 4: {
        const list = [top, ...all.flatMap(({ children }) => (children ? [children] : []))].find((each) => each.includes(node));
        list?.splice(list.indexOf(node), 1);
        break;
      }
      case 5: node.type = random.pick(all)?.type ?? node.type; break;
      default: node.content = Buffer.concat([node.content, Buffer.alloc(random.below(24), random.below(256))]);
    }
    if (flat(top).length > 400) break;
  }
  return Buffer.concat(top.map(written)).subarray(0, 64 * 1024);
}

function parse(bytes: Buffer): Node[] {
  const nodes: Node[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = Math.max(8, bytes.readUInt32BE(at));
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, Math.min(bytes.length, at + size));
    nodes.push(containers.has(type) ? { type, content: Buffer.alloc(0), children: parse(content) } : { type, content, children: undefined });
    at += size;
  }
  return nodes;
}
const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
const copy = ({ type, content, children }: Node): Node => ({ type, content, children: children?.map(copy) });
function written({ type, content, children }: Node): Buffer {
  const inside = Buffer.concat([...(children ?? []).map(written), content]);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(inside.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inside]);
}
