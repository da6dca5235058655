/** The keys of the settings whose answers may not match what EC2 offers: a Misfit names one of them. */
export const SETTING_KEY = {
  type: 'ec2.instance-type',
  arch: 'ec2.arch',
  subnet: 'ec2.subnet',
  volumeSize: 'ec2.volume-size',
  keyName: 'ec2.key-name',
  ami: 'ec2.ami',
  userData: 'ec2.user-data',
} as const;
