"""Tests of fetching; none of them leaves the loopback interface."""
