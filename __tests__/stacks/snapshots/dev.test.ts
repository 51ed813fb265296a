import { expectSnapshotOf } from '../../support/snapshot';

expectSnapshotOf('dev');
