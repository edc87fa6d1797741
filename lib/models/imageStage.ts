/**
 * What a parameter of the image tower serves: the features at every position, pooling them into one vector, or that
 * vector's way to the shared space. Undefined where it is no parameter of the image tower.
 */
export function imageStage(parameter: string): 'grid' | 'pool' | 'projection' | undefined {
  if (!parameter.startsWith('visual.')) return undefined;
  if (/^visual\.(proj$|projection_hidden\.|attnpool\.c_proj\.)/.test(parameter)) return 'projection';
  return /^visual\.(attnpool|ln_post)\./.test(parameter) ? 'pool' : 'grid';
}
