import { expectSnapshotOf } from '../../support/snapshot';

expectSnapshotOf('prod');
