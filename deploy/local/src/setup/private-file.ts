export { makePrivateDirectory, readJsonIfThere, writePrivateFile, writePrivateJson } from '@tongban/data-directory';
