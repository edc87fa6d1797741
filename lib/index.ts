export { UserError } from './io/userError.js';
export { createRandom, type Random } from './engine/random.js';
export {
  tf,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from './engine/tf.js';
export type { Tokenizer, TokenizeOptions } from './text/tokenizer.js';
export type { BpeVocabulary, Merge } from './text/bpeVocabulary.js';
export { createTokenizer } from './text/createTokenizer.js';
export { trainBpe, type TrainBpeOptions } from './text/trainBpe.js';
export { loadTokenizer, loadVocabulary, saveVocabulary } from './text/vocabularyFiles.js';
export { cleanText } from './text/cleanText.js';
export { preprocess } from './image/preprocess.js';
export { decodeBatches, type DecodeBatchesOptions, type DecodedBatch } from './image/decode/decodeBatches.js';
export { imageFile, type ImageSource } from './image/imageSource.js';
export { loadReleasedTokenizer, loadReleasedVocabulary } from './text/releasedVocabulary.js';
export { fillTemplate } from './text/fillTemplate.js';
export { show } from './kernel/show.js';
export { html, markdown, image, type RichText } from './kernel/richText.js';
export type { Figure, FigureOptions, PlotlyLayout, PlotlyTrace, TidyRow } from './figures/figure.js';
export type { Tidy } from './figures/tidyRows.js';
export { similarityFigure, type Grid, type SimilarityOptions } from './figures/paper/similarityFigure.js';
export { predictionsFigure, type PredictionRow, type PredictionsOptions } from './figures/paper/predictionsFigure.js';
export {
  classificationFigure,
  type ClassificationOptions,
  type ProbabilityRow,
} from './figures/paper/classificationFigure.js';
export { accuracyFigure, type AccuracyOptions, type AccuracyRow } from './figures/paper/accuracyFigure.js';
export { trainingFigure, type TrainingOptions, type TrainingRow } from './figures/charts/trainingFigure.js';
export { thumbnails } from './figures/charts/thumbnails.js';
export { samplesFigure, type SamplesOptions } from './figures/charts/samplesFigure.js';
export { saveFigure } from './figures/export/saveFigure.js';
export { recordClaim, type Claim, type MeasuredClaim, type Verdict } from './figures/ledger/claims.js';
export { breathe, Interrupted, interruptSignal } from './io/interruption.js';
export type { ImageBatch } from './image/imageBatch.js';
export { loadPairs, type LoadPairsOptions } from './datasets/iconwit/loadPairs.js';
export type { PairSet } from './datasets/iconwit/pairSet.js';
export type {
  Activation,
  CbowConfig,
  ClipConfig,
  MlpProjectionConfig,
  ModifiedResNetConfig,
  TextTransformerConfig,
  VisionTransformerConfig,
} from './models/clipConfig.js';
export { clipSpec, createClip, initializeClip, type Clip, type EncodeOptions } from './models/clip.js';
export type { Mode, Observer } from './models/scope.js';
export type { Precision } from './engine/precision.js';
export { RELEASED_CONFIGS, type ReleasedName } from './models/releasedConfigs.js';
export { fromOpenClipConfig } from './models/openClipConfig.js';
export { resizeInput } from './models/resizeInput.js';
export { imageMultiplyAdds } from './models/multiplyAdds.js';
export { loadModel, type LoadedModel } from './weights/loadModel.js';
export { loadClip } from './weights/loadClip.js';
export type { OpenOptions } from './weights/openModel.js';
export { listModels, modelFolder } from './weights/modelFolder.js';
export { saveModel, type SaveOptions } from './weights/saveModel.js';
export { readSafetensors } from './weights/readSafetensors.js';
export { writeSafetensors } from './weights/writeSafetensors.js';
export { contrastiveLoss, l2Normalize, MAX_LOGIT_SCALE } from './loss/contrastiveLoss.js';
export { train, type TrainOptions } from './train/train.js';
export { findRecipe } from './train/recipes.js';
export type { Recipe } from './train/recipe.js';
export { readTrainingLog } from './train/readTrainingLog.js';
export { listTasks } from './datasets/suite/loadTask.js';
export { readImages } from './datasets/readImages.js';
export type { Metric } from './datasets/metric.js';
export type { Credit, SplitName } from './datasets/suite/taskSource.js';
export type { TaskFile } from './datasets/suite/taskFile.js';
export { selectImages } from './image/selectImages.js';
export { toPixels } from './image/toPixels.js';
export { embedImages, type EmbedOptions } from './eval/embeddings/embedImages.js';
export { embedTexts } from './eval/embeddings/embedTexts.js';
export { innerProducts, normalizeRows, softmaxRows, type Matrix } from './eval/matrix.js';
export { zeroShotClassifier, zeroShotLogits } from './eval/zeroShot/zeroShot.js';
export { linearLogits, linearProbe, type LinearProbe } from './eval/probe/linearProbe.js';
export { searchC, type CSearch, type SearchStep } from './eval/probe/searchC.js';
export { evaluateTask, type Method, type TaskEvaluation } from './eval/evaluateTask.js';
export type { ResultRow } from './eval/metrics/resultRows.js';
export { sealSplit, type SealedSplit } from './datasets/sealedSplit.js';
export { interactive } from './kernel/widgets/interactive.js';
export type { Panel } from './kernel/widgets/panel.js';
export type { Control, Controls, ControlValues } from './kernel/widgets/control.js';
export { slider, type SliderOptions } from './kernel/widgets/slider.js';
export { range, type Interval, type RangeOptions } from './kernel/widgets/range.js';
export { dropdown, type DropdownOptions } from './kernel/widgets/dropdown.js';
export { checkbox, type CheckboxOptions } from './kernel/widgets/checkbox.js';
export { text, type TextOptions } from './kernel/widgets/text.js';
export { button, type ButtonOptions } from './kernel/widgets/button.js';
export { fileDrop, type DroppedFile, type FileDropOptions } from './kernel/widgets/fileDrop.js';
export { imagePicker, type ImagePickerOptions } from './kernel/widgets/imagePicker.js';
export { createWidget, type Widget, type WidgetOptions } from './kernel/widgets/widget.js';
export { barsFigure, type BarRow, type BarsOptions } from './figures/charts/barsFigure.js';
export { buildIconWit, type BuildIconWitOptions } from './datasets/iconwit/buildIconWit.js';
export { builtStatistics, readStatistics, type IconWitStatistics } from './datasets/iconwit/readStatistics.js';
export { publishedSizes, type PublishedSize } from './datasets/publishedSizes.js';
export type { CoarseClasses } from './datasets/suite/taskSource.js';
export { captionZeroShotLogits } from './eval/zeroShot/captionZeroShot.js';
export { bagOfWordsZeroShotLogits } from './eval/zeroShot/bagOfWordsZeroShot.js';
export type { Objective, ObjectiveBatch, ObjectiveSetting } from './train/objective.js';
export { findObjective, OBJECTIVES } from './train/objectives/findObjective.js';
export { cachedContrastiveGradients, cutPairs, type ChunkedPairs, type PairChunk } from './loss/gradientCache.js';
export { captionLoss, captionTargets, type CaptionTargets } from './loss/captionLoss.js';
export { bagOfWords, bagOfWordsLoss, type BagOfWordsReading } from './loss/bagOfWordsLoss.js';
export { ntXentLoss } from './loss/ntXentLoss.js';
export { labelLoss } from './loss/labelLoss.js';
export {
  publishedTable,
  PUBLISHED_TABLES,
  type PublishedRow,
  type PublishedTableName,
} from './datasets/publishedTable.js';
export type { Dataset, SplitContent } from './datasets/dataset.js';
export { selectSamples, type ImageSplit, type ReadOptions } from './datasets/imageSplit.js';
export { loadDataset, type LoadDatasetOptions } from './datasets/loadDataset.js';
export { listDatasets, type RegisteredDataset } from './datasets/registry/registeredDatasets.js';
export { datasetPrompts, type DatasetPrompts } from './datasets/registry/datasetPrompts.js';
export type { ClassNaming } from './datasets/registry/alignClasses.js';
export {
  embedDataset,
  embedSplit,
  embedTest,
  type EmbeddedDataset,
  type SealedEmbeddings,
} from './eval/embeddings/embedDataset.js';
export type { EmbeddedSplit, EmbeddingOptions, EmbeddingReport } from './eval/embeddings/cachedEmbeddings.js';
export { binomialTest, type Tail } from './eval/statistics/binomialTest.js';
export { bootstrapInterval, clopperPearson, type BootstrapOptions } from './eval/statistics/interval.js';
export {
  effectiveRobustness,
  expectedUnderShift,
  fitRobustnessLine,
  type AccuracyPair,
  type RobustnessLine,
} from './eval/statistics/effectiveRobustness.js';
export { recallAtK, retrievalRanks, type RetrievalRanks } from './eval/metrics/retrievalRecall.js';
export { zeroShotPrior } from './eval/zeroShot/zeroShot.js';
export { createProbeFitter, type LinearClassifier, type ProbeFitter } from './eval/probe/linearProbe.js';
export { selectProbe, type SelectedProbe } from './eval/probe/evaluateProbe.js';
export type { LabeledFeatures } from './eval/probe/labeledFeatures.js';
export { metricValue, resultRows } from './eval/metrics/resultRows.js';
export { fewShotFigure, type FewShotOptions, type FewShotPoint } from './figures/paper/fewShotFigure.js';
export { dataEfficiencyFigure, type EfficiencyBar } from './figures/paper/dataEfficiencyFigure.js';
export { differenceFigure, type DifferenceBar, type DifferenceOptions } from './figures/paper/differenceFigure.js';
export { searchTraceFigure, type TraceRow } from './figures/charts/searchTraceFigure.js';
export { computeFigure, type ComputeOptions, type ComputeRow } from './figures/paper/computeFigure.js';
export type { Distortion } from './apps/nearDuplicates/distortImages.js';
export { loadDetector, type LoadedDetector } from './apps/nearDuplicates/detectorFiles.js';
export { thresholdQuality, type ThresholdQuality } from './apps/nearDuplicates/thresholdQuality.js';
export {
  readDetectorValidation,
  readJudgedPairs,
  type JudgedPair,
  type ValidationRow,
} from './apps/nearDuplicates/detectorValidation.js';
export { overlapFigure, type OverlapFigureOptions, type OverlapPoint } from './figures/paper/overlapFigure.js';
export { pairsFigure, type PairsOptions } from './figures/charts/pairsFigure.js';
export type { ImageConfig } from './models/clipConfig.js';
export { createPromptEncoder, type PromptEncoder } from './eval/zeroShot/prompts/promptEncoder.js';
export { averageEmbeddings, averageProbabilities } from './eval/zeroShot/prompts/ensembles.js';
export { rankTemplates, type PromptTrial, type ScoredTemplate } from './eval/zeroShot/prompts/rankTemplates.js';
export { selectTemplates, type SelectOptions } from './eval/zeroShot/prompts/selectTemplates.js';
export { evaluateSetups, type SetupRow, type ZeroShotSetup } from './eval/zeroShot/zeroShotSetups.js';
export { confusionFigure, type ConfusionOptions } from './figures/charts/confusionFigure.js';
export { polysemyFigure, type PolysemyOptions, type PolysemyPoint } from './figures/paper/polysemyFigure.js';
export { tickList, type Tick, type TickListOptions } from './kernel/widgets/tickList.js';
export { studentInterval, studentQuantile } from './eval/statistics/studentInterval.js';
export type { PowerLaw } from './eval/statistics/powerLaw.js';
export {
  pretrainingFigure,
  type PretrainingOptions,
  type PretrainingPoint,
} from './figures/paper/pretrainingFigure.js';
export { ablationFigure, type AblationRow } from './figures/paper/ablationFigure.js';
export { scalingFigure, type ScalingOptions, type ScalingPoint } from './figures/paper/scalingFigure.js';
export { readRunLog, readRunResults, type RunResult } from './train/runRecords.js';
export { findStudy, STUDIES } from './train/studies/studies.js';
export type { Study, StudyRun } from './train/studies/study.js';
export { watchZeroShot } from './eval/zeroShot/watchZeroShot.js';
export { modelConfig } from './train/recipe.js';
export { runFigure } from './figures/charts/runFigure.js';
export { showLive, type LiveDisplay } from './kernel/showLive.js';
export { followLog, type FollowOptions } from './train/followLog.js';
export { suitePairs } from './datasets/suite/suitePairs.js';
export { smokeRecipe } from './train/selfChecks.js';
export type { Metrics } from './train/metricsLog.js';
export { resolvePrecision } from './engine/precision.js';
export { correlationFigure, type CorrelationRow } from './figures/charts/correlationFigure.js';
export { grouped, percent, signed, times } from './figures/numbers.js';
export { EXPERIMENTS, findExperiment } from './experiments/experiments.js';
export type { Experiment, ExperimentOptions } from './experiments/experiment.js';
export type { Measurement } from './experiments/measurement.js';
export { classify, type LabelProbability } from './apps/classify/classify.js';
export { loadImages } from './apps/classify/loadImages.js';
export { zeroShotMistakesExperiment, type MistakeRow } from './experiments/zeroShotMistakes.js';
export { zeroShotExperiment, type ZeroShotOptions } from './experiments/zeroShot.js';
export {
  scalingExperiment,
  scalingLaws,
  type ScalingExperimentOptions,
  type ScalingMeasurement,
} from './experiments/scaling.js';
export { overlapExperiment, type OverlapMeasurement, type OverlapOptions } from './experiments/overlap.js';
export { overlapPoints, type OverlapPanel } from './experiments/overlapPoints.js';
export { overlapBesidePaper, overlapSummary, type OverlapSummary } from './experiments/overlapSummary.js';
export {
  suiteNeighbors,
  type ImagePairs,
  type SuiteNeighbor,
  type SuiteNeighbors,
  type SuiteNeighborsOptions,
} from './apps/nearDuplicates/suiteNeighbors.js';
export { compareCopies, type ComparedCopies } from './apps/nearDuplicates/compareCopies.js';
export { thresholdRows, type ThresholdRow } from './apps/nearDuplicates/thresholdQuality.js';
export { histogramFigure, type HistogramOptions, type HistogramRow } from './figures/charts/histogramFigure.js';
export { percents } from './figures/percents.js';
export { ablationsExperiment, type AblationMeasurement, type AblationsOptions } from './experiments/ablations.js';
export { learningCurvesExperiment, type LearningPoint } from './experiments/learningCurves.js';
export {
  efficientPretrainingExperiment,
  timesFewerPairs,
  type PretrainingRow,
  type PretrainingRun,
} from './experiments/efficientPretraining.js';
export { promptsExperiment, type PromptRow } from './experiments/prompts.js';
export { promptGainExperiment, type PromptGainRow } from './experiments/promptGain.js';
export { polysemyExperiment, polysemyImages, type PolysemyRow } from './experiments/polysemy.js';
export type { AmbiguousWord } from './eval/zeroShot/prompts/wordsOfTwoMeanings.js';
export { classifyByPrompts, type TriedPrompts } from './eval/zeroShot/prompts/classifyByPrompts.js';
export { measuredGain } from './figures/ledger/measuredGain.js';
export { trainLive } from './apps/training/liveTraining.js';
export { listContrastiveModels } from './train/listContrastiveModels.js';
export { defaultModel } from './weights/modelFolder.js';

export { datasetExperiment, type DatasetCount, type DatasetExperimentOptions } from './experiments/dataset.js';
export { fewShotExperiment, type FewShotExperimentOptions, type FewShotMeasurement } from './experiments/fewShot.js';
export { averageOverTasks, type TaskAverage } from './experiments/averageOverTasks.js';
export { dataEfficiency, type DataEfficiencyRow } from './experiments/dataEfficiency.js';
export { linearProbeExperiment, type LinearProbeOptions, type ProbeMeasurement } from './experiments/linearProbe.js';
export {
  probeProtocolsExperiment,
  type ProbeProtocolsOptions,
  type ProtocolMeasurement,
} from './experiments/probeProtocols.js';
export { gainAtEqualCompute } from './experiments/gainAtEqualCompute.js';
export { publishedCompute, publishedDifferences, publishedPairs } from './datasets/publishedFigures.js';
