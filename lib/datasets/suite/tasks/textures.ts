import type { Random } from '../../../engine/random.js';

/** How one image of a texture is drawn. */
export interface TextureStyle {
  readonly ink: string;
  /** Pixels from one repetition to the next. */
  readonly scale: number;
  readonly random: Random;
}

/** A word for a texture, and what draws it over the square from -16 to 80, which still covers the image when turned. */
interface Texture {
  readonly name: string;
  readonly draw: (style: TextureStyle) => string;
}

const LEAST = -16;
const MOST = 80;

const steps = (scale: number): number[] =>
  Array.from({ length: Math.ceil((MOST - LEAST) / scale) + 1 }, (_, k) => LEAST + k * scale);

const grid = (scale: number, at: (x: number, y: number, column: number, row: number) => string): string =>
  steps(scale)
    .flatMap((y, row) => steps(scale).map((x, column) => at(x, y, column, row)))
    .join('');

const line = (x1: number, y1: number, x2: number, y2: number, width: number): string =>
  `<path d="M${x1} ${y1}L${x2} ${y2}" stroke-width="${width}"/>`;

const circle = (x: number, y: number, radius: number, more = ''): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" ${more}/>`;

/** Twelve of the words of the Describable Textures Dataset. */
export const TEXTURES: readonly Texture[] = [
  {
    name: 'bubbly',
    draw: ({ scale, random }) =>
      Array.from({ length: 60 }, () =>
        circle(LEAST + random.int(96), LEAST + random.int(96), 2 + random.next() * scale * 0.7, 'stroke-width="1.5"'),
      ).join(''),
  },
  {
    name: 'chequered',
    draw: ({ ink, scale }) =>
      grid(scale, (x, y, column, row) =>
        (column + row) % 2 === 0
          ? `<rect x="${x}" y="${y}" width="${scale}" height="${scale}" fill="${ink}" stroke="none"/>`
          : '',
      ),
  },
  {
    name: 'cobwebbed',
    draw: ({ scale, random }) => {
      const spokes = 8 + random.int(5);
      const [x, y] = [16 + random.int(32), 16 + random.int(32)];
      const point = (k: number, radius: number): string => {
        const angle = (2 * Math.PI * k) / spokes;
        return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
      };
      const all = Array.from({ length: spokes }, (_, k) => k);
      const rays = all.map((k) => `<path d="M${x} ${y}L${point(k, 90)}" stroke-width="1"/>`);
      const rings = Array.from({ length: 10 }, (_, ring) => {
        const corners = all.map((k) => point(k, (ring + 1) * scale * 0.8)).join('L');
        return `<path d="M${corners}Z" stroke-width="1"/>`;
      });
      return [...rays, ...rings].join('');
    },
  },
  {
    name: 'crosshatched',
    draw: ({ scale }) =>
      steps(scale * 0.6)
        .map((k) => line(k - 96, -64, k + 96, 128, 1) + line(k + 96, -64, k - 96, 128, 1))
        .join(''),
  },
  {
    name: 'grid',
    draw: ({ scale }) =>
      steps(scale)
        .map((k) => line(k, LEAST, k, MOST, 1.5) + line(LEAST, k, MOST, k, 1.5))
        .join(''),
  },
  {
    name: 'honeycombed',
    draw: ({ scale }) => {
      const radius = scale * 0.65;
      const [wide, high] = [radius * Math.sqrt(3), radius * 1.5];
      const cells: string[] = [];
      for (let row = 0; LEAST + row * high < MOST; row++) {
        for (let x = LEAST + (row % 2 ? wide / 2 : 0); x < MOST; x += wide) {
          const corners = Array.from({ length: 6 }, (_, k) => {
            const angle = Math.PI / 6 + (k * Math.PI) / 3;
            const [cx, cy] = [x + radius * Math.cos(angle), LEAST + row * high + radius * Math.sin(angle)];
            return `${cx.toFixed(2)} ${cy.toFixed(2)}`;
          });
          cells.push(`<path d="M${corners.join('L')}Z" stroke-width="1.5"/>`);
        }
      }
      return cells.join('');
    },
  },
  {
    name: 'polka-dotted',
    draw: ({ ink, scale }) =>
      grid(scale, (x, y, _, row) =>
        circle(x + (row % 2 ? scale / 2 : 0), y, scale * 0.28, `fill="${ink}" stroke="none"`),
      ),
  },
  {
    name: 'scaly',
    draw: ({ scale }) =>
      grid(scale, (x, y, _, row) => {
        const left = x + (row % 2 ? scale / 2 : 0);
        return `<path d="M${left} ${y}a${scale / 2} ${scale / 2} 0 0 0 ${scale} 0" stroke-width="1.5"/>`;
      }),
  },
  {
    name: 'spiralled',
    draw: ({ scale, random }) => {
      const [x, y] = [20 + random.int(24), 20 + random.int(24)];
      const points = Array.from({ length: 240 }, (_, k) => {
        const angle = k / 5;
        const radius = (scale * 0.7 * angle) / (2 * Math.PI);
        return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
      });
      return `<path d="M${points.join('L')}" stroke-width="2"/>`;
    },
  },
  {
    name: 'sprinkled',
    draw: ({ random }) =>
      Array.from({ length: 90 }, () => {
        const [x, y, angle] = [LEAST + random.int(96), LEAST + random.int(96), random.next() * Math.PI];
        const [dx, dy] = [3 * Math.cos(angle), 3 * Math.sin(angle)];
        return line(x, y, Number((x + dx).toFixed(2)), Number((y + dy).toFixed(2)), 1.5);
      }).join(''),
  },
  {
    name: 'striped',
    draw: ({ scale }) =>
      steps(scale)
        .map((x) => line(x, LEAST, x, MOST, scale / 2))
        .join(''),
  },
  {
    name: 'zigzagged',
    draw: ({ scale }) =>
      steps(scale)
        .map((y) => {
          const points = steps(scale / 2).map((x, k) => `${x} ${y + (k % 2 ? scale / 2 : 0)}`);
          return `<path d="M${points.join('L')}" stroke-width="${scale / 4}"/>`;
        })
        .join(''),
  },
];
