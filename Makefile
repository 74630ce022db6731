# 어느 명령이든 새로 복제한 저장소에서 그대로 실행됩니다. 목록은 `make help`.
# Portable on purpose: GNU make 3.81 and any POSIX sh (macOS has no newer ones).

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10 python; do \
  $$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 \
  && { command -v $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
# How many notebooks run at a time; each then gets one thread.
JOBS ?= 2

# What the chapters may import, and what only tests and grading need.
BOOK_EXTRAS := book,korean,vectors,bert
TEST_EXTRAS := all

export PYTHONUTF8 := 1
ifneq ($(COURSE_DATA_DIR),)  # kernels run elsewhere: a relative path would mean another folder there
override COURSE_DATA_DIR := $(shell cd '$(COURSE_DATA_DIR)' && pwd || echo '$(COURSE_DATA_DIR)')
export COURSE_DATA_DIR
endif
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help book serve test notebooks bench slides clean constraints \
  system editions fresh site lint unit nbval $(addprefix run-,book test notebooks bench slides)

# The book and the tests never wait for a download: real data only where COURSE_DATA_DIR has it.
site unit nbval: export COURSE_OFFLINE := 1
site unit nbval: export COURSE_CACHE_DIR := $(CURDIR)/_build/.data

say = printf '\n\033[1m▸ %s\033[0m\n'

help: ## 이 목록을 보여 줍니다
	@printf '사용법: make <명령>\n\n'
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1\t\2/p' Makefile | expand -t 14
	@printf '\n처음 실행할 때 %s 에 필요한 패키지를 설치합니다. 다른 파이썬을 쓰려면 PYTHON=경로 를 붙입니다.\n' '$(VENV)'

# Every command that a reader types is timed: `make run-X`, then how long it took.
book test notebooks bench slides:
	@start=$$(date +%s); $(MAKE) --no-print-directory run-$@; status=$$?; \
	took=$$(( $$(date +%s) - start )); \
	if [ $$status -eq 0 ]; then result='끝났습니다'; else result='실패했습니다. 위의 메시지를 확인해 주세요'; fi; \
	printf '\n\033[1m■ make %s: %s (%d분 %d초)\033[0m\n' $@ "$$result" $$((took / 60)) $$((took % 60)); \
	exit $$status

book: ## 책을 만듭니다: 노트북을 갱신하고 코드를 모두 실행해 사이트를 빌드합니다
test: ## 코드 검사, 사이트 빌드, 단위 시험, 모든 노트북 실행을 차례로 합니다
notebooks: ## 원본 .md에서 수강생용·강사용 노트북을 다시 만듭니다
bench: ## benchmarks/ 의 측정을 실행합니다
slides: ## 책을 만들고 거기에서 강의용 슬라이드를 오려 냅니다 (_build/slides)

run-book: $(VENV)/.book
	@$(MAKE) --no-print-directory editions site
	@printf '\n완성된 책: %s\n' "$$(pwd)/_build/html/index.html"

run-notebooks: $(VENV)/.book
	@$(MAKE) --no-print-directory editions

run-slides: $(VENV)/.all
	@$(MAKE) --no-print-directory editions site
	@$(VENV)/bin/course-lib slides

run-bench: $(VENV)/.all
	@if [ -d benchmarks ]; then $(say) '측정을 실행합니다' && $(PY) -m benchmarks; \
	else echo '아직 benchmarks/ 가 없습니다. 측정할 것이 없습니다.'; fi

# -k: one failed step does not hide what the others would have said.
run-test: $(VENV)/.all
	@$(MAKE) --no-print-directory -k system lint fresh editions site unit nbval

serve: book ## 책을 만들고 이 컴퓨터에서 엽니다 (주소: http://localhost:8000, 끝내기: Ctrl-C)
	@printf '\n브라우저에서 http://localhost:%s 을 여세요. 끝내려면 Ctrl-C 를 누릅니다.\n' '$(PORT)'
	@$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

clean: ## 만들어진 것을 지웁니다 (설치한 패키지는 .venv 에 남습니다)
	@rm -rf _build build dist .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find book course_lib tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@echo '만들어진 것을 지웠습니다. 패키지까지 지우려면: rm -rf $(VENV)'

# --- set-up ---------------------------------------------------------------------------------------

define PYTHON_MISSING
파이썬 3.10 이상(venv 모듈 포함)을 찾지 못했습니다.
  데비안·우분투: sudo apt-get install python3 python3-venv
  macOS:         brew install python   (또는 python.org의 설치 파일)
설치한 뒤 같은 명령을 다시 실행해 주세요. 다른 곳에 있는 파이썬은 PYTHON=경로 로 알려 줍니다.
endef
export PYTHON_MISSING

define install
	@test -n '$(PYTHON)' || { echo "$$PYTHON_MISSING"; exit 1; }
	@test -x $(PY) || { $(say) '가상 환경 $(VENV) 을 만듭니다 ($(PYTHON))'; $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; }
	@$(say) '패키지를 설치합니다: $(1) (처음에는 몇 분 걸립니다)'
	@$(PY) -m pip install --disable-pip-version-check -c constraints.txt -e '.[$(1)]' || { \
	  echo '설치하지 못했습니다. 인터넷 연결을 확인하고 같은 명령을 다시 실행해 주세요. 이미 받은 파일은 다시 받지 않습니다.'; exit 1; }
endef

$(VENV)/.book: pyproject.toml constraints.txt
	$(call install,$(BOOK_EXTRAS))
	@touch $@

$(VENV)/.all: pyproject.toml constraints.txt
	$(call install,$(TEST_EXTRAS))
	@touch $@ $(VENV)/.book

# Browser tests use Debian's Chromium, grading uses bubblewrap. Installed where that needs no
# question; else the tests that need them skip.
system:
	@missing=; for pair in chromium:chromium chromedriver:chromium-driver bwrap:bubblewrap; do \
	  command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair#*:}"; done; \
	if [ -z "$$missing" ]; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  $(say) "브라우저와 채점의 시험에 쓸 것을 설치합니다:$$missing"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    $$missing </dev/null >/dev/null; } \
	  || echo "설치하지 못했습니다. 이것이 필요한 시험은 건너뜁니다:$$missing"; \
	else echo "없는 것이 있어 그 시험은 건너뜁니다:$$missing"; fi

# --- steps ----------------------------------------------------------------------------------------

editions:
	@$(say) '노트북을 만듭니다'
	@$(VENV)/bin/course-lib notebooks

fresh:
	@$(say) '노트북이 원본 .md 와 같은지 확인합니다'
	@$(VENV)/bin/course-lib notebooks --check

# A failed strict build drops Sphinx's memory, or the next one would pass without its warnings.
site:
	@$(say) '사이트를 빌드합니다 (코드를 모두 실행하며, 경고가 하나라도 있으면 실패합니다)'
	@$(VENV)/bin/jupyter-book build . -W -n --keep-going || { rm -rf _build/.doctrees; exit 1; }

lint:
	@$(say) '코드를 검사합니다: ruff, mypy'
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

unit:
	@$(say) '시험을 실행합니다: tests/'
	@$(PY) -m pytest tests

# As a reader has them: the student's notebook alone in an empty folder, on the embedded data.
nbval:
	@$(say) '모든 노트북을 실행합니다: 수강생판과 강사판'
	@rm -rf _build/student; find book -name '*.ipynb' ! -path '*/.*' | while read -r notebook; do \
	  folder=_build/student/$${notebook%.ipynb}; mkdir -p "$$folder" && cp "$$notebook" "$$folder"; done
	@unset COURSE_DATA_DIR; OMP_NUM_THREADS=1 $(PY) -m pytest -p tests.ipc_kernels --nbval -n $(JOBS) --dist loadfile _build/student _build/instructor

# --- maintainers ----------------------------------------------------------------------------------

constraints: $(VENV)/.all ## constraints.txt 를 오늘의 버전으로 갱신합니다
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@head=$$(grep '^#' constraints.txt); \
	$(PY) -m uv pip compile --quiet --universal --python-version 3.10 --all-extras --upgrade \
	  --no-annotate --no-header --output-file constraints.txt pyproject.toml; status=$$?; \
	{ echo "$$head"; grep -v '^#' constraints.txt; } > .constraints.tmp && mv .constraints.tmp constraints.txt; \
	exit $$status
