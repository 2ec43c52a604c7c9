import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyRanges, cover, emptyRoot, fold, GrowingTree, inclusionRanges, leafHash, nodeHash, verifyConsistency, verifyInclusion, type Hash, type Leaves } from './merkle.ts';

/** Leaves and roots of the Certificate Transparency reference test suite. */
const ctLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const ctRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** MTH of RFC 6962 §2.1, word for word: what the code is compared with. */
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length < 2) return leaves[0] ?? emptyRoot;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
const hashesOf = (leaves: readonly Hash[], ranges: readonly Leaves[]): Hash[] => ranges.map(([from, to]) => mth(leaves.slice(from, to)));
const hex = (hashes: readonly Hash[]): string[] => hashes.map((hash) => hash.toString('hex'));
const some = (n: number): Hash[] => Array.from({ length: n }, (_, i) => leafHash(`entry ${i}`));
const sized = (n: number): Hash[] => some(70).slice(0, n);

describe('the tree', () => {
  it('has the roots of the Certificate Transparency test vectors at every size', () => {
    const tree = new GrowingTree();
    const roots = [tree.root, ...ctLeaves.map((leaf) => { tree.add(leafHash(leaf)); return tree.root; })];
    expect(roots.map((root) => root.toString('hex'))).toEqual(ctRoots);
  });

  it('gives the proofs of the Certificate Transparency test vectors', () => {
    const leaves = ctLeaves.map((leaf) => leafHash(leaf));
    expect(hex(hashesOf(leaves, inclusionRanges(5, [0, 8])))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(hashesOf(leaves, consistencyRanges(1, 8)))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(hashesOf(leaves, consistencyRanges(6, 8)))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(hashesOf(leaves, consistencyRanges(2, 5)))).toEqual(['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']);
  });

  it('grows to what RFC 6962 defines, from any size it is taken up again', () => {
    fc.assert(fc.property(fc.nat(70), fc.nat(70), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const leaves = sized(to);
      const tree = new GrowingTree(from, cover([0, from]).map(({ level, index }) => mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))));
      const nodes = leaves.slice(from).flatMap((leaf) => tree.add(leaf));
      expect([tree.size, tree.root]).toEqual([to, mth(leaves)]);
      for (const { level, index, hash } of nodes) expect(hash).toEqual(mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)));
    }));
  });

  it('completes every node of a tree exactly once', () => {
    const tree = new GrowingTree();
    const keys = sized(70).flatMap((leaf) => tree.add(leaf)).map(({ level, index }) => `${level}/${index}`);
    const expected = [0, 1, 2, 3, 4, 5, 6].flatMap((level) => Array.from({ length: Math.floor(70 / 2 ** level) }, (_, index) => `${level}/${index}`));
    expect(keys.toSorted()).toEqual(expected.toSorted());
  });

  it('covers a tree of a million million leaves with a handful of nodes', () => {
    expect(cover([0, 10 ** 12]).length).toBe((10 ** 12).toString(2).replaceAll('0', '').length);
    expect(fold([])).toEqual(emptyRoot);
  });
});

describe('proofs', () => {
  const sizes = fc.integer({ min: 1, max: 70 });

  it('of inclusion hold for every leaf of every size, and for nothing else', () => {
    fc.assert(fc.property(sizes, fc.nat(), fc.nat(), (size, pick, spoil) => {
      const leaves = sized(size);
      const index = pick % size;
      const leaf = leaves[index] ?? emptyRoot;
      const root = mth(leaves);
      const proof = hashesOf(leaves, inclusionRanges(index, [0, size]));
      expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
      expect(verifyInclusion(leafHash('forged'), index, size, proof, root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
      expect(verifyInclusion(leaf, size, size, proof, root)).toBe(false);
      if (size > 1) expect(verifyInclusion(leaf, (index + 1) % size, size, proof, root)).toBe(false);
      if (proof.length > 0) {
        expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, proof.with(spoil % proof.length, leafHash('x')), root)).toBe(false);
      }
    }));
  });

  it('of consistency hold between every two sizes, and never for a changed past', () => {
    fc.assert(fc.property(fc.nat(70), fc.nat(70), fc.nat(), (a, b, spoil) => {
      const [m, n] = [Math.min(a, b), Math.max(a, b)];
      const leaves = sized(n);
      const [first, second] = [mth(leaves.slice(0, m)), mth(leaves)];
      const proof = m === 0 ? [] : hashesOf(leaves, consistencyRanges(m, n));
      expect(verifyConsistency(m, n, proof, first, second)).toBe(true);
      expect(verifyConsistency(m, n, proof, leafHash('another past'), second)).toBe(false);
      expect(verifyConsistency(m, n, [...proof, first], first, second)).toBe(false);
      expect(verifyConsistency(n + 1, n, proof, first, second)).toBe(false);
      if (m > 0) expect(verifyConsistency(m, n, proof, first, leafHash('another present'))).toBe(false);
      if (proof.length > 0) expect(verifyConsistency(m, n, proof.with(spoil % proof.length, leafHash('x')), first, second)).toBe(false);
      if (m > 0 && m < n) expect(verifyConsistency(m, n, [], first, second)).toBe(false);
    }));
  });
});
