/** A package of the public npm registry, by exact version and by the hash of its archive. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the archive. */
  readonly integrity: string;
}

/**
 * What the datasets are made from: icons, their annotations, digits, typefaces. Nothing of cliplab needs them to run.
 */
export const PINNED_PACKAGES: readonly PinnedPackage[] = [
  {
    name: '@iconify/json',
    version: '2.2.535',
    integrity: 'sha512-nAV60ACUSHwnsb6fsp+letHlNkrwO4vzBtcC6B4EDHErQQfezk7E3nJdnwJjve6OCfMNO0uVT5Vrgna9/NCmXw==',
  },
  {
    name: 'emojibase-data',
    version: '17.0.0',
    integrity: 'sha512-Yvgb5AWoHViHV/gq1qr5ZAarcBip+B27/ZLRsUJkbgAEaLlZ/fof9g882LTpmEpyhBNEC0m2SEmItljHsTygjA==',
  },
  {
    name: 'mnist',
    version: '1.1.0',
    integrity: 'sha512-x+SfS5tSJnOEjad6jkuL91Cuq9EAVmy1IYt6vdWEsYCjJZsj0oB2xCq+sg5cgiEt9W+xBT31q9IwI2h7h1VtOw==',
  },
  {
    name: '@expo-google-fonts/open-sans',
    version: '0.4.2',
    integrity: 'sha512-gvhPqLXYnltWgll3iBwRGUwf5yN2HCh4mgQmFoQ8oU66LTs23oX4N7T3t0BDsKfP/1Z8F8+4c7wSkA11Nnk4kA==',
  },
  {
    name: '@expo-google-fonts/lora',
    version: '0.4.2',
    integrity: 'sha512-Bnofh2mIOUKp4KUS48VjaBgug4lQOcw/ftU0NFv5OPtiutL422//G1v63xDZEMUEL6ft4fi5q94/uKcpDjbPag==',
  },
  {
    name: '@expo-google-fonts/courier-prime',
    version: '0.4.1',
    integrity: 'sha512-92Mb2Qi70yvL4XqA8VzM+Q/uFFxVulZXPU5WNTPeDzo1P1q6/bCTsZzE1BnfhYwcsp+PmrB0Ulq3E6zmZSrI6g==',
  },
];
