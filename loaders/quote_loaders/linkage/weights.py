"""What the features of linkage weigh: written by `python -m bench.weights`, not by hand."""

BIAS = -4.94
WEIGHTS = {
    "same_words": 0.10,
    "shared_information": 1.71,
    "contained": 1.71,
    "covering": 1.54,
    "longest_run": 0.98,
    "unbroken": 1.41,
    "same_order": 0.32,
    "similar_letters": 1.22,
    "brief": -0.02,
    "names_differ": -0.20,
    "amounts_shared": 0.21,
    "amounts_differ": -0.21,
    "negation_differs": -0.16,
    "shared_surroundings": 0.13,
    "printed_beside": -0.34,
    "continued_beside": 0.41,
    "without_surroundings": 2.43,
    "same_speaker": 0.14,
    "other_speaker": -1.21,
}
