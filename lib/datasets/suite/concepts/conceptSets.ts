/** Icon sets by one author, whose drawings of one name look alike. */
export interface Designer {
  readonly name: string;
  readonly sets: readonly string[];
}

/** Who drew the training and validation images of the concept tasks. All their sets are held out of IconWIT. */
export const TRAIN_DESIGNERS: readonly Designer[] = [
  {
    name: 'Streamline',
    sets: [
      ...['streamline', 'streamline-color', 'streamline-ultimate', 'streamline-ultimate-color', 'streamline-sharp'],
      ...['streamline-sharp-color', 'streamline-flex', 'streamline-flex-color', 'streamline-plump'],
      ...['streamline-plump-color', 'streamline-freehand', 'streamline-freehand-color', 'streamline-pixel'],
      ...['streamline-cyber', 'streamline-cyber-color', 'streamline-kameleon-color', 'streamline-stickies-color'],
      ...['streamline-emojis', 'streamline-block', 'guidance', 'covid'],
    ],
  },
  {
    name: 'Microsoft',
    sets: ['fluent-emoji', 'fluent-emoji-flat', 'fluent-emoji-high-contrast', 'fluent-color'],
  },
  { name: 'OpenMoji', sets: ['openmoji'] },
  { name: 'Icons8', sets: ['flat-color-icons', 'icons8', 'wpf'] },
];

/** Who drew their test images. */
export const TEST_DESIGNERS: readonly Designer[] = [
  { name: 'Google', sets: ['noto', 'noto-v1'] },
  { name: 'Maki and those who extend it', sets: ['maki', 'temaki', 'pinhead'] },
  { name: 'GameIcons', sets: ['game-icons'] },
  { name: 'Goran Spasojevic', sets: ['glyphs', 'glyphs-poly'] },
  { name: 'VMware', sets: ['clarity'] },
];

/** Who drew signs for maps, beside Maki and those who extend it. */
export const MAP_DESIGNERS: readonly Designer[] = [
  { name: 'Sergey Vartanov', sets: ['roentgen'] },
  { name: 'GMGeo', sets: ['osmic'] },
  { name: 'Scott de Jonge', sets: ['map'] },
];
