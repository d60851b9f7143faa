"""What leaves the pipeline: immutable releases that analysts open through one link.

Here nothing is counted; a release holds what the tables say, and no personal data.
"""
