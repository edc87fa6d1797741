// # Open a model
// By name, folder or file: those of the checkout, the nine released ones, and what openai/CLIP, open_clip and Hugging
// Face save.

export { loadModel, type LoadedModel } from './weights/loadModel.js';
export { loadClip } from './weights/loadClip.js';
export type { OpenOptions } from './weights/openModel.js';
export { defaultModel, listModels, modelFolder } from './weights/modelFolder.js';
export { listContrastiveModels } from './train/listContrastiveModels.js';
export type { Clip, EncodeOptions } from './models/clip.js';
export type { Mode, Observer } from './models/scope.js';
export type { Parameters } from './models/parameters.js';
export { type Precision, resolvePrecision } from './engine/precision.js';

// # Label images with words of your own
// The shortest way from an image file to what it shows.

export { loadImages } from './apps/classify/loadImages.js';
export { imageFile, type ImageSource } from './image/imageSource.js';
export { classify, type LabelProbability } from './apps/classify/classify.js';

// # Open data
// Tasks of the suite, the datasets of the paper and folders of your own, each with its test split sealed; and pairs of
// images and texts to train on.

export { loadDataset, type LoadDatasetOptions } from './datasets/loadDataset.js';
export { listDatasets, type RegisteredDataset } from './datasets/registry/registeredDatasets.js';
export type { Dataset, SplitContent } from './datasets/dataset.js';
export type { Metric } from './datasets/metric.js';
export type { SplitName, CoarseClasses, Credit } from './datasets/suite/taskSource.js';
export { type ImageSplit, type ReadImages, type ReadOptions, selectSamples } from './datasets/imageSplit.js';
export { sealSplit, type SealedSplit } from './datasets/sealedSplit.js';
export { readImages } from './datasets/readImages.js';
export { listTasks } from './datasets/suite/loadTask.js';
export type { SuiteName } from './datasets/suite/suites.js';
export type { TaskFile, SplitRecord } from './datasets/suite/taskFile.js';
export { datasetPrompts, type DatasetPrompts } from './datasets/registry/datasetPrompts.js';
export type { ClassNaming } from './datasets/registry/alignClasses.js';
export { loadCaptionedImages } from './datasets/captions/loadCaptionedImages.js';
export { eachCaption, type CaptionedImages } from './datasets/captions/captionedImages.js';
export { suitePairs } from './datasets/suite/suitePairs.js';
export { loadPairs, type LoadPairsOptions } from './datasets/iconwit/loadPairs.js';
export type { PairSet } from './datasets/iconwit/pairSet.js';
export { buildIconWit, type BuildIconWitOptions } from './datasets/iconwit/buildIconWit.js';
export type { SelectPairsOptions, RemovedPairs } from './datasets/iconwit/selectPairs.js';
export type { IconWitManifest, SplitSummary, Shard } from './datasets/iconwit/manifest.js';
export type { PinnedPackage } from './datasets/iconwit/pinnedPackages.js';
export { readStatistics, builtStatistics, type IconWitStatistics } from './datasets/iconwit/readStatistics.js';
export type { IconWitSummary, SetSummary } from './datasets/iconwit/summarize.js';
export type { SetSplit, HeldOutSet } from './datasets/iconwit/heldOutSets.js';
export type { DroppedSet } from './datasets/iconwit/sortSetsByLicense.js';
export type { SampleRecord } from './datasets/iconwit/writeShards.js';

// # Prepare images
// From files to what an image tower reads.

export { preprocess } from './image/preprocess.js';
export type { Preprocessing, Resize, Crop } from './image/preprocessing.js';
export {
  decodeBatches,
  type DecodeBatchesOptions,
  type DecodedBatch,
  type SkippedImage,
} from './image/decode/decodeBatches.js';
export type { StageClock, Stage } from './io/stageClock.js';
export type { ImageBatch } from './image/imageBatch.js';
export { selectImages } from './image/selectImages.js';
export { toPixels } from './image/toPixels.js';
export type { ColorStatistics } from './image/normalizePixels.js';

// # Prepare texts
// From sentences to token ids, by a vocabulary that is loaded or learned.

export { fillTemplate } from './text/fillTemplate.js';
export { cleanText } from './text/cleanText.js';
export type { Tokenizer, TokenizeOptions } from './text/tokenizer.js';
export { createTokenizer } from './text/createTokenizer.js';
export { loadTokenizer, loadVocabulary, saveVocabulary } from './text/vocabularyFiles.js';
export { loadReleasedTokenizer, loadReleasedVocabulary } from './text/releasedVocabulary.js';
export type { BpeVocabulary, Merge } from './text/bpeVocabulary.js';
export type { AddedToken } from './text/addedTokens.js';
export { trainBpe, type TrainBpeOptions } from './text/trainBpe.js';

// # Embed images and texts
// Vectors of one space for both, and the products of them; those of a dataset are kept in the cache.

export { embedImages, type EmbedOptions } from './eval/embeddings/embedImages.js';
export { embedTexts } from './eval/embeddings/embedTexts.js';
export {
  embedDataset,
  type EmbeddedDataset,
  embedSplit,
  embedTest,
  type SealedEmbeddings,
} from './eval/embeddings/embedDataset.js';
export type { EmbeddedSplit, EmbeddingOptions, EmbeddingReport } from './eval/embeddings/cachedEmbeddings.js';
export type { EmbeddingKey } from './eval/embeddings/embeddingKey.js';
export type { EmbeddingFiles } from './eval/embeddings/embeddingFiles.js';
export { type Matrix, innerProducts, normalizeRows, softmaxRows } from './eval/matrix.js';

// # Classify zero-shot
// Classifiers out of class names and prompts, ensembles of prompts, and which prompts to take.

export { zeroShotClassifier, zeroShotLogits } from './eval/zeroShot/zeroShot.js';
export { createPromptEncoder, type PromptEncoder } from './eval/zeroShot/prompts/promptEncoder.js';
export { averageEmbeddings, averageProbabilities } from './eval/zeroShot/prompts/ensembles.js';
export { rankTemplates, type PromptTrial, type ScoredTemplate } from './eval/zeroShot/prompts/rankTemplates.js';
export { selectTemplates, type SelectOptions } from './eval/zeroShot/prompts/selectTemplates.js';
export { classifyByPrompts, type TriedPrompts } from './eval/zeroShot/prompts/classifyByPrompts.js';
export {
  evaluateSetups,
  type ZeroShotSetup,
  type ClipWithWords,
  type SetupRow,
} from './eval/zeroShot/zeroShotSetups.js';
export { captionZeroShotLogits } from './eval/zeroShot/captionZeroShot.js';
export { bagOfWordsZeroShotLogits } from './eval/zeroShot/bagOfWordsZeroShot.js';

// # Probe with labels, few or all
// Logistic regression on frozen features, with the paper's search for its penalty.

export {
  linearProbe,
  type LinearProbe,
  type LinearClassifier,
  linearLogits,
  createProbeFitter,
  type ProbeFitter,
  type ProbeOptions,
  type FitOptions,
} from './eval/probe/linearProbe.js';
export { searchC, type SearchOptions, type CSearch, type SearchStep } from './eval/probe/searchC.js';
export { undecidedC, type UndecidedC } from './eval/probe/undecidedC.js';
export { selectProbe, type SelectedProbe } from './eval/probe/evaluateProbe.js';
export { zeroShotPrior } from './eval/zeroShot/zeroShot.js';
export type { LabeledFeatures } from './eval/probe/labeledFeatures.js';

// # Measure
// Metrics, retrieval, intervals and tests, as the paper takes them.

export { evaluateTask, type EvaluateTaskOptions, type Method, type TaskEvaluation } from './eval/evaluateTask.js';
export { metricValue, resultRows, type ResultRow } from './eval/metrics/resultRows.js';
export type { MetricName } from './eval/metrics/metricNames.js';
export { retrievalRanks, type RetrievalRanks, recallAtK, recallByGuessing } from './eval/metrics/retrievalRecall.js';
export { clopperPearson, bootstrapInterval, type BootstrapOptions, type Interval } from './eval/statistics/interval.js';
export { studentInterval } from './eval/statistics/studentInterval.js';
export { rankCorrelation, type RankCorrelation } from './eval/statistics/rankCorrelation.js';
export { differenceOfMeans } from './eval/statistics/differenceOfMeans.js';
export { correlation, type Correlation } from './eval/statistics/correlation.js';
export { pairedGain, type PairedGain, type PairedGainOptions, type TaskScores } from './eval/statistics/pairedGain.js';
export { binomialTest, type Tail } from './eval/statistics/binomialTest.js';
export {
  fitRobustnessLine,
  type RobustnessLine,
  expectedUnderShift,
  effectiveRobustness,
  type AccuracyPair,
} from './eval/statistics/effectiveRobustness.js';
export type { PowerLaw } from './eval/statistics/powerLaw.js';

// # Train
// Pre-training by a recipe, its objectives, its log while it runs and behind it, and the studies that compare runs.

export { train, type TrainOptions } from './train/train.js';
export type { TrainingPairs, Labels } from './train/trainingPairs.js';
export { findRecipe } from './train/recipes.js';
export { smokeRecipe } from './train/selfChecks.js';
export { type Recipe, modelConfig } from './train/recipe.js';
export type { Augmentation } from './train/assembleBatch.js';
export { findObjective, OBJECTIVES } from './train/objectives/findObjective.js';
export type { Objective, ObjectiveBatch, ObjectiveSetting, ZeroShotWay } from './train/objective.js';
export type { Watch } from './train/watchNames.js';
export { watchZeroShot } from './eval/zeroShot/watchZeroShot.js';
export { trainLive } from './apps/training/liveTraining.js';
export { followLog, type FollowOptions } from './train/followLog.js';
export { readTrainingLog } from './train/readTrainingLog.js';
export type { Metrics } from './train/metricsLog.js';
export { findStudy, STUDIES } from './train/studies/studies.js';
export type { Study, StudyRun } from './train/studies/study.js';
export { readRunLog, readRunResults, type RunResult } from './train/runRecords.js';

// # Change a recipe and watch what it does
// Choices of the training made otherwise, each trained for two minutes beside the unchanged recipe in a process of its
// own, on the same pairs and seeds, and compared while they grow.

export { liveAblations, type LiveAblationsOptions } from './kernel/widgets/liveAblations.js';
export { RECIPE_CHANGES } from './train/changes/recipeChanges.js';
export type { RecipeChange, ChangedFields } from './train/changes/recipeChange.js';
export { changedRecipe, type ChangedRecipeOptions } from './train/changes/changedRecipe.js';
export { readRecipe } from './train/recipeFile.js';
export { recipeCode } from './train/recipeCode.js';
export {
  startLiveRuns,
  type LiveRunOptions,
  stopLiveRuns,
  continueLiveRuns,
  removeLiveRuns,
} from './apps/training/live/queue.js';
export type { PairsName } from './apps/training/namedPairs.js';
export { keepLiveRun } from './apps/training/live/keptRuns.js';
export {
  liveRuns,
  type LiveRunsOptions,
  type LiveRunRow,
  liveCurves,
  type LivePoint,
  liveDifferences,
  type LiveDifference,
} from './experiments/liveRuns.js';
export { liveRunsFigure, type LiveRunsFigureOptions, type LiveRunsPoint } from './figures/charts/liveRunsFigure.js';

// # Write your own loss or model
// The losses of the paper and of its rivals, the configurations and tensors of a CLIP, and TensorFlow.js as everything
// here uses it.

export { contrastiveLoss, l2Normalize } from './loss/contrastiveLoss.js';
export { cachedContrastiveGradients, cutPairs, type ChunkedPairs, type PairChunk } from './loss/gradientCache.js';
export { captionLoss, captionTargets, type CaptionTargets } from './loss/captionLoss.js';
export { bagOfWords, bagOfWordsLoss, type BagOfWordsReading } from './loss/bagOfWordsLoss.js';
export { ntXentLoss } from './loss/ntXentLoss.js';
export { labelLoss } from './loss/labelLoss.js';
export { initializeClip, createClip, clipSpec } from './models/clip.js';
export type { ParameterSpec, Init } from './models/parameterSpec.js';
export type { NamedTensor, NamedTensors } from './models/namedTensors.js';
export type {
  ClipConfig,
  ImageConfig,
  ModifiedResNetConfig,
  VisionTransformerConfig,
  TextTransformerConfig,
  TransformerConfig,
  CbowConfig,
  MlpProjectionConfig,
  Activation,
} from './models/clipConfig.js';
export { RELEASED_CONFIGS, type ReleasedName } from './models/releasedConfigs.js';
export { fromOpenClipConfig } from './models/openClipConfig.js';
export { resizeInput } from './models/resizeInput.js';
export { imageMultiplyAdds } from './models/multiplyAdds.js';
export {
  tf,
  type Tensor,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from './engine/tf.js';
export { createRandom, type Random } from './engine/random.js';

// # Run an experiment of the paper
// What a notebook measures, as one function each, from models and tasks to one tidy table.

export { EXPERIMENTS, findExperiment } from './experiments/experiments.js';
export type { Experiment, ExperimentOptions, ExperimentOption } from './experiments/experiment.js';
export type { Journal } from './experiments/journal.js';
export type { Measurement } from './experiments/measurement.js';
export {
  datasetExperiment,
  type DatasetExperimentOptions,
  type DatasetCount,
  type DatasetQuantity,
} from './experiments/dataset.js';
export { promptsExperiment, type PromptRow } from './experiments/prompts.js';
export { promptGainExperiment, type PromptGainRow } from './experiments/promptGain.js';
export { polysemyExperiment, polysemyImages, type PolysemyRow } from './experiments/polysemy.js';
export type { AmbiguousWord } from './eval/zeroShot/prompts/wordsOfTwoMeanings.js';
export { zeroShotExperiment, type ZeroShotOptions, type ZeroShotRow } from './experiments/zeroShot.js';
export { zeroShotMistakesExperiment, type MistakeRow } from './experiments/zeroShotMistakes.js';
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
export {
  efficientPretrainingExperiment,
  timesFewerPairs,
  fewerPairsOverSeeds,
  type FewerPairs,
  type PretrainingRow,
  type PretrainingRun,
} from './experiments/efficientPretraining.js';
export { ablationsExperiment, type AblationsOptions, type AblationMeasurement } from './experiments/ablations.js';
export { learningCurvesExperiment, type LearningPoint } from './experiments/learningCurves.js';
export {
  scalingExperiment,
  type ScalingExperimentOptions,
  type ScalingMeasurement,
  scalingLaws,
  type ScalingSize,
} from './experiments/scaling.js';
export { retrievalExperiment, type RetrievalOptions, type RetrievalMeasurement } from './experiments/retrieval.js';
export { humanExperiment, type HumanMeasurement } from './experiments/human.js';
export type { FewShotMethod } from './eval/fewShot/fewShot.js';
export { overlapExperiment, type OverlapOptions, type OverlapMeasurement } from './experiments/overlap.js';
export type { OverlapRow } from './apps/nearDuplicates/overlapRow.js';
export { overlapPoints, type OverlapPanel } from './experiments/overlapPoints.js';
export { overlapSummary, type OverlapSummary, overlapBesidePaper } from './experiments/overlapSummary.js';

// # Compare with people
// What people answer to the images that a model is measured on, and both in one form.

export { peopleAnswers, type PeopleAnswersOptions } from './experiments/peopleAnswers.js';
export { modelAnswers, type ModelAnswersOptions } from './experiments/modelAnswers.js';
export type { GivenAnswer } from './experiments/givenAnswers.js';
export { answerSummary, type AnswerSummary } from './experiments/answerSummary.js';
export { answerContrast, type ContrastTerm } from './experiments/answerContrast.js';
export { classAccuracies, type ClassAccuracy } from './experiments/classAccuracies.js';

// # Find near-duplicates
// The detector of images that are in training too, what its threshold does, and what it finds in the suite.

export { loadDetector, type LoadedDetector } from './apps/nearDuplicates/detectorFiles.js';
export type { Detector } from './apps/nearDuplicates/detector.js';
export { compareCopies, type ComparedCopies } from './apps/nearDuplicates/compareCopies.js';
export type { Distortion } from './apps/nearDuplicates/distortImages.js';
export {
  suiteNeighbors,
  type SuiteNeighborsOptions,
  type SuiteNeighbors,
  type SuiteNeighbor,
  type ImagePairs,
} from './apps/nearDuplicates/suiteNeighbors.js';
export type { NeighborRow } from './apps/nearDuplicates/trainingNeighbors.js';
export {
  thresholdQuality,
  type ThresholdQuality,
  thresholdRows,
  type ThresholdRow,
} from './apps/nearDuplicates/thresholdQuality.js';
export {
  readDetectorValidation,
  type ValidationRow,
  readJudgedPairs,
  type JudgedPair,
} from './apps/nearDuplicates/detectorValidation.js';

// # Compare with the paper
// Its published numbers, and a ledger of its claims with what was measured here.

export {
  publishedTable,
  PUBLISHED_TABLES,
  type PublishedTableName,
  type PublishedRow,
  type PublishedTables,
} from './datasets/publishedTable.js';
export { publishedSizes, type PublishedSize } from './datasets/publishedSizes.js';
export { publishedCompute, publishedDifferences, publishedPairs } from './datasets/publishedFigures.js';
export { recordClaim, type MeasuredClaim, type Claim, type Verdict } from './figures/ledger/claims.js';
export { statementsOf, type Statement } from './figures/ledger/statements.js';
export { judge, judgeAll, type Side } from './figures/ledger/judge.js';
export { measuredGain } from './figures/ledger/measuredGain.js';
export { methodGain } from './experiments/methodGain.js';
export { overTasks, type OverTasks, type OverTasksOptions, type TaskDraw } from './experiments/overTasks/overTasks.js';
export { leadOverBest } from './experiments/overTasks/leadOverBest.js';
export { gainByCompute, leadAtEqualCompute, promptsAgainstCompute } from './experiments/overTasks/againstCompute.js';
export { singleTaskNoise } from './experiments/overTasks/singleTaskNoise.js';
export { fewShotLead, shotsToMatchZeroShot, type FewShotCurvePoint } from './experiments/overTasks/fewShotOverTasks.js';
export { taskDifferences, taskWins, type TaskDifference, type Compared } from './experiments/overTasks/taskWins.js';

// # Draw a figure of the paper
// Figures from tidy tables, numbered and drawn as the paper's are.

export type { Figure, FigureOptions, PlotlyLayout, PlotlyTrace, TidyRow } from './figures/figure.js';
export type { Tidy } from './figures/tidyRows.js';
export { similarityFigure, type SimilarityOptions, type Grid } from './figures/paper/similarityFigure.js';
export {
  classificationFigure,
  type ClassificationOptions,
  type ProbabilityRow,
} from './figures/paper/classificationFigure.js';
export { predictionsFigure, type PredictionsOptions, type PredictionRow } from './figures/paper/predictionsFigure.js';
export {
  pretrainingFigure,
  type PretrainingOptions,
  type PretrainingPoint,
} from './figures/paper/pretrainingFigure.js';
export { polysemyFigure, type PolysemyOptions, type PolysemyPoint } from './figures/paper/polysemyFigure.js';
export { accuracyFigure, type AccuracyOptions, type AccuracyRow } from './figures/paper/accuracyFigure.js';
export { differenceFigure, type DifferenceOptions, type DifferenceBar } from './figures/paper/differenceFigure.js';
export { fewShotFigure, type FewShotOptions, type FewShotPoint } from './figures/paper/fewShotFigure.js';
export {
  dataEfficiencyFigure,
  type EfficiencyOptions,
  type EfficiencyBar,
} from './figures/paper/dataEfficiencyFigure.js';
export { computeFigure, type ComputeOptions, type ComputeRow } from './figures/paper/computeFigure.js';
export { correlationFigure, type CorrelationRow } from './figures/charts/correlationFigure.js';
export { scalingFigure, type ScalingOptions, type ScalingPoint } from './figures/paper/scalingFigure.js';
export { ablationFigure, type AblationRow } from './figures/paper/ablationFigure.js';
export { difficultyFigure, type DifficultyRow } from './figures/paper/difficultyFigure.js';
export { overlapFigure, type OverlapFigureOptions, type OverlapPoint } from './figures/paper/overlapFigure.js';

// # Draw anything else
// Bars, histograms, confusions, training curves and images, and numbers as text.

export { barsFigure, type BarsOptions, type BarRow } from './figures/charts/barsFigure.js';
export { histogramFigure, type HistogramOptions, type HistogramRow } from './figures/charts/histogramFigure.js';
export { confusionFigure, type ConfusionOptions } from './figures/charts/confusionFigure.js';
export { searchTraceFigure, type TraceRow } from './figures/charts/searchTraceFigure.js';
export { trainingFigure, type TrainingOptions, type TrainingRow } from './figures/charts/trainingFigure.js';
export { runFigure } from './figures/charts/runFigure.js';
export { samplesFigure, type SamplesOptions } from './figures/charts/samplesFigure.js';
export { pairsFigure, type PairsOptions } from './figures/charts/pairsFigure.js';
export { thumbnails } from './figures/charts/thumbnails.js';
export { percents } from './figures/percents.js';
export { percent, signed, inPoints, times, grouped } from './figures/numbers.js';

// # Show it in a notebook
// Figures, tables, images and text below a cell, live or not, and a cell that its reader can stop.

export { show } from './kernel/show.js';
export { showLive, type LiveDisplay } from './kernel/showLive.js';
export { html, markdown, image, type RichText } from './kernel/richText.js';
export { breathe, Interrupted, interruptSignal } from './io/interruption.js';

// # Let the reader play
// Controls whose values a figure follows, and widgets of your own.

export { interactive } from './kernel/widgets/interactive.js';
export type { Panel } from './kernel/widgets/panel.js';
export type { Control, Controls, ControlValues } from './kernel/widgets/control.js';
export type { Json } from './kernel/wireMessage.js';
export { slider, type SliderOptions, type Scale } from './kernel/widgets/slider.js';
export { range, type RangeOptions, type RangeEnds } from './kernel/widgets/range.js';
export { dropdown, type DropdownOptions } from './kernel/widgets/dropdown.js';
export { checkbox, type CheckboxOptions } from './kernel/widgets/checkbox.js';
export { text, type TextOptions } from './kernel/widgets/text.js';
export { button, type ButtonOptions } from './kernel/widgets/button.js';
export { fileDrop, type FileDropOptions, type DroppedFile } from './kernel/widgets/fileDrop.js';
export { imagePicker, type ImagePickerOptions } from './kernel/widgets/imagePicker.js';
export { tickList, type TickListOptions, type Tick } from './kernel/widgets/tickList.js';
export { youAgainstClip, type YouAgainstClipOptions } from './kernel/widgets/youAgainstClip.js';
export { createWidget, type WidgetOptions, type Widget } from './kernel/widgets/widget.js';

// # Save and export
// Models that other programs open, tensors, and figures as files.

export { saveModel, type SaveOptions } from './weights/saveModel.js';
export { type SavedDtype, writeSafetensors } from './weights/writeSafetensors.js';
export { readSafetensors } from './weights/readSafetensors.js';
export { saveFigure } from './figures/export/saveFigure.js';

// # Tell what went wrong
// The one error whose sentence is for the reader.

export { UserError } from './io/userError.js';
