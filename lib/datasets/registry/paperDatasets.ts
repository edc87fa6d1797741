/** Where a dataset of the paper can be had. */
export interface DatasetSource {
  /** Repository of the Hugging Face hub in the layout of clip-benchmark, where there is one. */
  readonly repository?: string;
  /** The authors' page. */
  readonly page: string;
  /** What to do with what the page gives, where it is not image folders. */
  readonly layout?: string;
}

const hub = (name: string): string => `clip-benchmark/wds_${name}`;

/** The 27 datasets of the paper's Table 9 by OpenAI's names. */
export const PAPER_DATASETS: Readonly<Record<string, DatasetSource>> = {
  Birdsnap: { page: 'https://thomasberg.org' },
  CIFAR10: {
    repository: hub('vtab-cifar10'),
    page: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    layout: 'the binary version, unpacked',
  },
  CIFAR100: {
    repository: hub('vtab-cifar100'),
    page: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    layout: 'the binary version, unpacked',
  },
  CLEVRCounts: { repository: hub('vtab-clevr_count_all'), page: 'https://cs.stanford.edu/people/jcjohns/clevr/' },
  Caltech101: { repository: hub('vtab-caltech101'), page: 'https://data.caltech.edu/records/mzrjq-6wc02' },
  Country211: { repository: hub('country211'), page: 'https://github.com/openai/CLIP/blob/main/data/country211.md' },
  DescribableTextures: { repository: hub('vtab-dtd'), page: 'https://www.robots.ox.ac.uk/~vgg/data/dtd/' },
  EuroSAT: { repository: hub('vtab-eurosat'), page: 'https://github.com/phelber/EuroSAT' },
  FGVCAircraft: {
    repository: hub('fgvc_aircraft'),
    page: 'https://www.robots.ox.ac.uk/~vgg/data/fgvc-aircraft/',
  },
  FacialEmotionRecognition2013: {
    repository: hub('fer2013'),
    page: 'https://www.kaggle.com/c/challenges-in-representation-learning-facial-expression-recognition-challenge',
  },
  Flowers102: { repository: hub('vtab-flowers'), page: 'https://www.robots.ox.ac.uk/~vgg/data/flowers/102/' },
  Food101: { page: 'https://data.vision.ee.ethz.ch/cvl/datasets_extra/food-101/' },
  GTSRB: { repository: hub('gtsrb'), page: 'https://benchmark.ini.rub.de/gtsrb_dataset.html' },
  HatefulMemes: { page: 'https://ai.meta.com/tools/hatefulmemes/' },
  ImageNet: { repository: hub('imagenet1k'), page: 'https://www.image-net.org/download.php' },
  KITTI: {
    repository: hub('vtab-kitti_closest_vehicle_distance'),
    page: 'https://www.cvlibs.net/datasets/kitti/eval_object.php',
  },
  Kinetics700: { page: 'https://github.com/cvdfoundation/kinetics-dataset', layout: 'the middle frame of each clip' },
  MNIST: { repository: hub('mnist'), page: 'http://yann.lecun.com/exdb/mnist/', layout: 'its four idx files' },
  OxfordPets: {
    repository: hub('vtab-pets'),
    page: 'https://www.robots.ox.ac.uk/~vgg/data/pets/',
    layout: 'its images and annotations',
  },
  PascalVOC2007: { repository: hub('voc2007_multilabel'), page: 'http://host.robots.ox.ac.uk/pascal/VOC/voc2007/' },
  PatchCamelyon: { repository: hub('vtab-pcam'), page: 'https://github.com/basveeling/pcam' },
  RESISC45: {
    repository: hub('vtab-resisc45'),
    page: 'https://gcheng-nwpu.github.io/#Datasets',
  },
  SST2: { repository: hub('renderedsst2'), page: 'https://github.com/openai/CLIP/blob/main/data/rendered-sst2.md' },
  STL10: { repository: hub('stl10'), page: 'https://cs.stanford.edu/~acoates/stl10/' },
  SUN397: { repository: hub('sun397'), page: 'https://vision.princeton.edu/projects/2010/SUN/' },
  StanfordCars: { repository: hub('cars'), page: 'http://ai.stanford.edu/~jkrause/cars/car_dataset.html' },
  UCF101: { page: 'https://www.crcv.ucf.edu/data/UCF101.php', layout: 'the middle frame of each clip' },
};
