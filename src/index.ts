export {Failure, type FailureOptions, type Place} from './failure.ts'
export {type Finding, type Severity, summarize} from './finding.ts'
