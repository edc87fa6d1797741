/** A package of Debian's archive, by exact version and by the hash of its file. */
export interface PinnedDeb {
  readonly name: string;
  readonly version: string;
  /** Of the file, in the archive's pool. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The folder of the package that is used, and the endings of the files in it that are. */
  readonly root: string;
  readonly endings: readonly string[];
}

/** Vector drawings with titles, keywords and artists: the public domain library of openclipart.org. */
export const OPENCLIPART_DEB: PinnedDeb = {
  name: 'openclipart-svg',
  version: '0.18+dfsg-19',
  path: 'pool/main/o/openclipart/openclipart-svg_0.18+dfsg-19_all.deb',
  bytes: 24_919_068,
  sha256: '989712d90d57dfa3230049f553bb43b76c30ee4d4b8c5f6e106e33f7db5cbdc5',
  root: 'usr/share/openclipart/svg/',
  endings: ['.svg'],
};

/** Photographs and drawings with captions: the stamps of the drawing program Tux Paint. */
export const STAMPS_DEB: PinnedDeb = {
  name: 'tuxpaint-stamps-default',
  version: '2022.06.04-1',
  path: 'pool/main/t/tuxpaint-stamps/tuxpaint-stamps-default_2022.06.04-1_all.deb',
  bytes: 160_880_444,
  sha256: '6db6c1bfc870a47f1499d6203b083522eacb57c5f9c87d468f2e92eb6d9d5f34',
  root: 'usr/share/tuxpaint/stamps/',
  endings: ['.png', '.txt'],
};

/** Where such files are, in order: the archive, and its record of all that ever was in it. */
export const DEB_SERVERS: readonly string[] = [
  'http://deb.debian.org/debian',
  'https://snapshot.debian.org/archive/debian/20230701T000000Z',
];
