/**
 * The paper's kinds of score (paper table 9). For one label an image: the share of right answers, its mean over
 * classes, and of two classes the area under the ROC curve, the second class counting as positive. For several labels
 * an image: 11-point mean average precision. `meanTop1Top5` is the mean of top-1 and top-5 accuracy (Kinetics-700).
 */
export type Metric = 'accuracy' | 'meanPerClass' | 'rocAuc' | 'elevenPointMap' | 'meanTop1Top5';
