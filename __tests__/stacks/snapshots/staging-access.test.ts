import { expectSnapshotOf } from '../../support/snapshot';

expectSnapshotOf('staging-access');
