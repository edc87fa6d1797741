/**
 * The families of licenses that IconWIT keeps: free to use, change and pass on, with credit or share-alike at most.
 * CC-PDDC dedicates a work to the public domain.
 */
const KEPT_LICENSES = ['MIT', 'Apache', 'CC0', 'CC-BY', 'CC-BY-SA', 'CC-PDDC', 'ISC', 'OFL'] as const;

export type LicenseFamily = (typeof KEPT_LICENSES)[number];

const PATTERNS: Record<LicenseFamily, RegExp> = {
  MIT: /^MIT$/,
  Apache: /^Apache-2\.0$/,
  CC0: /^CC0-1\.0$/,
  'CC-BY': /^CC-BY-\d\.\d$/,
  'CC-BY-SA': /^CC-BY-SA-\d\.\d$/,
  'CC-PDDC': /^CC-PDDC$/,
  ISC: /^ISC$/,
  OFL: /^OFL-1\.1$/,
};

/** The family of an SPDX identifier; undefined for one that is not kept (GPL, NC, ND and whatever is not listed). */
export function licenseFamily(spdx: string): LicenseFamily | undefined {
  return KEPT_LICENSES.find((family) => PATTERNS[family].test(spdx));
}
