import { jestPackage } from '../../jest.preset.mjs';

export default jestPackage({ hasDecorators: true, setupFiles: ['<rootDir>/test/load-nest-first.mjs'] });
