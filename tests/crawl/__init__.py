import runpy

runpy.run_path("/tmp/stub_extract.py")
