"""A program that answers requests: a JSON line each on standard input, a JSON line back; what libraries say goes to standard error."""

import json
import sys


def answer_requests(answer):
    """Answers with what `answer(request)` returns, or with its error."""
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        try:
            result = answer(json.loads(line))
        except Exception as error:
            result = {"error": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"}
        print(json.dumps(result), file=out, flush=True)
