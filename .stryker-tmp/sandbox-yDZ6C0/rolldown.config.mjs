// @ts-nocheck
// The library once more as CommonJS, for programs that cannot `require` an ES module: jest, before Node 24.9.
export default {
  input: { index: './src/index.ts', jest: './src/jest.ts' },
  platform: 'node',
  external: /^[^./]/,
  output: { dir: 'dist/commonjs', format: 'cjs', chunkFileNames: '[name].js' },
  plugins: [
    {
      name: 'says that it is CommonJS',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
      },
    },
  ],
};
