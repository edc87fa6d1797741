import type { Random } from '../../../engine/random.js';
import { splitByClass } from '../splitByClass.js';
import { labeledImages, openSuiteIcons } from '../suiteIcons.js';
import type { SplitName, SourceImage, TaskSource } from '../taskSource.js';

/** What a name must hold, and must not, to show a weather. Names that show two are in neither. */
const WEATHER: Readonly<Record<string, RegExp>> = {
  cloudy:
    /^(cloudy|overcast|overcast-day|overcast-night|partly-cloudy-day|partly-cloudy-night|extreme|extreme-day|extreme-night)$/,
  drizzle: /^(?!thunder).*drizzle$/,
  fog: /^(?!thunder)(.*-)?fog(-day|-night)?$/,
  hail: /^(?!thunder)(.*-)?hail$/,
  haze: /^(?!thunder)(.*-)?haze(-day|-night)?$/,
  moon: /^moon-/,
  rain: /^(?!thunder)(.*-)?rain$/,
  sleet: /^(?!thunder)(.*-)?sleet$/,
  smoke: /^(?!thunder)(.*-)?smoke$/,
  snow: /^(?!thunder|wind|thermometer)(.*-)?snow$/,
  thermometer: /^thermometer(-(celsius|colder|fahrenheit|glass|glass-celsius|glass-fahrenheit|warmer|mercury))?$/,
  thunderstorms:
    /^thunderstorms(-(day|night|extreme|overcast|day-extreme|night-extreme|day-overcast|night-overcast))?$/,
};

const PER_CLASS = { train: 3, validation: 2, test: 4 };

/** Weather by an unseen designer. */
export async function weatherTask(modules: string, random: Random): Promise<TaskSource> {
  // The drawings are animations in which rain, snow and smoke begin unseen.
  const icons = await openSuiteIcons(modules, 'meteocons', (body) => body.replaceAll(' opacity="0"', ''));
  const classNames = Object.keys(WEATHER);
  const named = classNames.flatMap((name, label) =>
    icons.names.filter((icon) => WEATHER[name]!.test(icon)).map((icon) => [icon, label] as const),
  );
  const splits = splitByClass(await labeledImages(icons, named), PER_CLASS, random);
  // A drawing and its filled version go to the same part.
  const withFilled = async (split: SplitName): Promise<SourceImage[]> => {
    const names = splits[split].map(({ key, label }) => [key.replace('meteocons_', ''), label] as const);
    return labeledImages(
      icons,
      names.flatMap(
        ([name, label]) =>
          [
            [name, label],
            [`${name}-fill`, label],
          ] as const,
      ),
    );
  };
  return {
    name: 'weather',
    title: 'Weather',
    metric: 'accuracy',
    classNames,
    templates: ['{c}', 'an icon of {c}', 'a colorful icon of {c}', '{c} weather', 'weather {c}', 'the weather: {c}'],
    splits: {
      train: await withFilled('train'),
      validation: await withFilled('validation'),
      test: await withFilled('test'),
    },
    standsIn: 'EuroSAT',
    standsInTitle: 'EuroSAT',
    differs: `${classNames.length} things of the sky seen from below as one designer draws them, instead of ten kinds of land seen from a satellite.`,
    notes: [
      'Lines and filled version of a drawing stay in one part. Names that show two kinds of weather are left out.',
      'Meteocons are animations; this is their first frame, with what begins unseen made visible. One designer drew all parts, so the probe has it easier than zero-shot.',
    ],
    credits: [icons.credit],
  };
}
