import { jestPackage } from '../jest.preset.mjs';

export default jestPackage();
