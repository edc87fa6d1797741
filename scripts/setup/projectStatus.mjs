import { setupStatus } from '../../lib/setup/setupStatus.mjs';
import { projectFolders } from './projectFolders.mjs';
import { projectSteps } from './projectSteps.mjs';

/** What of a checkout's set-up is in place, without changing anything. */
export const projectStatus = (folders = projectFolders()) => setupStatus(folders, projectSteps(folders));
