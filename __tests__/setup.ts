/** A synthesis in a test must not see the switches of the shell that runs it. */
for (const name of Object.keys(process.env)) {
  if (name.startsWith('CDKTF_') || name === 'SYNTH_HCL_OUTPUT') Reflect.deleteProperty(process.env, name);
}
