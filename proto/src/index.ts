export * from './gen/pinata/scan/v1/envelope_pb.js';
export * from './gen/pinata/scan/v1/file_result_pb.js';
export * from './gen/pinata/scan/v1/grant_pb.js';
export * from './gen/pinata/scan/v1/grant_service_pb.js';
export * from './gen/pinata/scan/v1/progress_pb.js';
export * from './gen/pinata/scan/v1/scan_finished_pb.js';
export * from './gen/pinata/scan/v1/source_range_pb.js';
export * from './subjects.js';
