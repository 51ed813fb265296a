import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { refuseAtSynth } from '../../refusals/refuse-at-synth';

/**
 * What every construct of a lake is: wherever it stands, the stack around it is judged when it is written, with overrides,
 * aspects and raw resources in it. A prop that Azure refuses is refused by its construct; an override is seen by no construct.
 */
export abstract class Judged extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    refuseAtSynth(TerraformStack.of(this));
  }
}
